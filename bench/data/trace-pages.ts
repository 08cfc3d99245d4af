// Pages whose outputs real engines have written, with another engine's output as the draft: as it stands, and written
// over in the target's format.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode } from 'gpt-tokenizer/encoding/cl100k_base'
import { DOCLING, HUMAN, MARKER, type MarkdownStyle, MINERU, MINERU_VLM, OURS, PYMUPDF4LLM } from '../../src/formats/markdown-style.ts'
import { readMarkdown } from '../../src/formats/read-markdown.ts'
import { writeMarkdown } from '../../src/formats/write-markdown.ts'
import type { Tokenizer } from '../../src/seams/verifier.ts'
import { BenchError } from '../bench-error.ts'

export interface TracePage {
  /** Pair and file. */
  readonly name: string
  readonly pair: string
  /** In the target's format. */
  readonly draft: string
  /** What writing the draft over cost. */
  readonly draftSeconds: number
  readonly target: Int32Array
  readonly files: readonly string[]
}

/** No token of cl100k_base has this id. */
export const STOP = 200_000

export const subwords: Tokenizer = {
  vocabularySize: STOP + 1,
  // Text that looks like a special token is text.
  encode: (text) => Int32Array.from(encode(text, { disallowedSpecial: new Set() })),
  decode: (ids) => decode(Array.from(ids).filter((id) => id !== STOP)),
}

interface Engine {
  readonly folder: string
  readonly style: MarkdownStyle
}

const engine = (folder: string, style: MarkdownStyle): Engine => ({ folder, style })

/** Draft and target of each pair: engines whose ways of writing `src/formats` knows, and one engine with and without its VLM. */
const PAIRS: Readonly<Record<string, readonly [draft: Engine, target: Engine]>> = {
  'pymupdf4llm -> docling': [engine('dpbench/pymupdf4llm', PYMUPDF4LLM), engine('dpbench/docling', DOCLING)],
  'pymupdf4llm -> human': [engine('dpbench/pymupdf4llm', PYMUPDF4LLM), engine('dpbench/human', HUMAN)],
  'docling -> marker': [engine('dpbench/docling', DOCLING), engine('dpbench/marker', MARKER)],
  'opendataloader -> hybrid': [engine('dpbench/opendataloader', OURS), engine('dpbench/opendataloader-hybrid', OURS)],
  'MinerU pipeline -> MinerU VLM': [engine('mineru/pipeline', MINERU), engine('mineru/vlm', MINERU_VLM)],
}

/** The first `perPair` pages of every pair, a page of each in turn. @throws BenchError when the folder has none of them */
export function tracePages(traces: string, perPair: number): TracePage[] {
  const byPair = Object.entries(PAIRS).map(([pair, [draft, target]]) => pairPages(traces, pair, draft, target, perPair))
  const pages = Array.from({ length: perPair }, (_, i) => byPair.flatMap((one) => one[i] ?? [])).flat()
  if (pages.length === 0) throw new BenchError(`--traces ${traces}: there is no pair of ${Object.keys(PAIRS).join(', ')}`, 2)
  return pages
}

/** Pages of more than `tokens` tokens, made by joining; `count` in all, from the pairs in turn. */
export function longPages(traces: string, tokens: number, count: number): TracePage[] {
  const byPair = Object.entries(PAIRS).map(([pair, [draft, target]]) => joined(pairPages(traces, pair, draft, target, Infinity), tokens))
  return Array.from({ length: count }, (_, i) => byPair.flatMap((one) => one[i] ?? [])).flat().slice(0, count)
}

function pairPages(traces: string, pair: string, draft: Engine, target: Engine, limit: number): TracePage[] {
  const [from, to] = [join(traces, draft.folder), join(traces, target.folder)]
  if (!existsSync(from) || !existsSync(to)) return []
  const names = readdirSync(to).filter((file) => file.endsWith('.md') && existsSync(join(from, file))).sort().slice(0, limit)
  return names.map((file) => {
    const files = [join(from, file), join(to, file)]
    const raw = readFileSync(join(from, file), 'utf8')
    const start = performance.now()
    const written = draft.style === target.style ? raw : writeMarkdown(readMarkdown(raw, draft.style), target.style)
    return {
      name: `${pair}: ${file}`, pair, draft: written, draftSeconds: (performance.now() - start) / 1000,
      target: subwords.encode(readFileSync(join(to, file), 'utf8')), files,
    }
  })
}

/** Joins neighbours until each whole is long enough; what is left over at the end is dropped. */
function joined(pages: readonly TracePage[], tokens: number): TracePage[] {
  const long: TracePage[] = []
  let [draft, target, draftSeconds, files] = ['', [] as number[], 0, [] as string[]]
  for (const page of pages) {
    draft += `${page.draft}\n\n`
    draftSeconds += page.draftSeconds
    files = [...files, ...page.files]
    target = [...target, ...page.target]
    if (target.length <= tokens) continue
    long.push({ ...page, name: `${page.pair}: ${files.length / 2} pages`, draft, draftSeconds, files, target: Int32Array.from(target) })
    ;[draft, target, draftSeconds, files] = ['', [], 0, []]
  }
  return long
}
