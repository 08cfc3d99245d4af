// A toy model with the tokens of a tokenizer folder, so that a verifier can find its way by URL and folder alone.
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { reciter, type SpecialTokenizer, type ToyModel } from '../../../bench/engine/toy-language.ts'
import { readTokenizerFolder } from '../../../verifiers/http/tokenizer-folder.ts'

export const FOLDER_TOY_TEXT = 'The quick fox: 12 of 34 pages, #5.\nIt jumps over the lazy dog & reads a page again.'

/** Marks of the toy's conversations, as dots.ocr calls them. */
const MARKS = { '</s>': '<|endofassistant|>', '<user>': '<|user|>', '<image>': '<|imgpad|>', '<assistant>': '<|assistant|>' }

/** A temporary folder: the tiny model's tokenizer with the marks added. */
export function tokenizerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'specparse-tokenizer-'))
  cpSync('tests/verifiers/http/fixtures/tiny-tokenizer', folder, { recursive: true })
  const path = join(folder, 'tokenizer.json')
  const definition = JSON.parse(readFileSync(path, 'utf8')) as { added_tokens: { id: number }[] }
  const sample = definition.added_tokens[0]
  const first = 1000
  definition.added_tokens.push(...Object.values(MARKS).map((content, i) => ({ ...sample, id: first + i, content })))
  writeFileSync(path, JSON.stringify(definition))
  return folder
}

export function folderToy(folder: string): ToyModel {
  const { tokenizer } = readTokenizerFolder(folder, true)
  const special: SpecialTokenizer['special'] = (mark) => tokenizer.encode(MARKS[mark])[0] ?? -1
  return reciter({ ...tokenizer, special }, () => FOLDER_TOY_TEXT)
}
