// Scanned pages as a user gets them: OCR alone, effort draft, nano alone, the default. Tesseract and nano read every page once, for all ways.
import { appendFile, readFile } from 'node:fs/promises'
import { z } from 'zod'
import { createAutoDraft } from '../../drafts/nano/auto.ts'
import { createDraftSources } from '../../drafts/index.ts'
import { resolveConfig } from '../../src/config.ts'
import type { ParsedDocument } from '../../src/model/document.ts'
import type { Line } from '../../src/model/line.ts'
import { createParser, type Parser } from '../../src/parser.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import type { Transcribed } from '../data/transcribed.ts'
import { wordClaims } from '../metrics/calibration-error.ts'
import { characterErrors } from '../metrics/character-error.ts'
import { plainText } from './scan-ways.ts'

/** `draft`: as `both`, but nothing is verified, and of nano only the encoder reads. */
export const READERS = ['ocr', 'draft', 'nano', 'both'] as const
export type Reader = typeof READERS[number]

const claimsSchema = z.array(z.object({ confidence: z.number(), right: z.boolean() }))
const readingSchema = z.object({
  id: z.string(),
  /** Characters of the truth. */
  length: z.number(),
  /** Characters wrong in the texts of all blocks. */
  errors: z.object({ ocr: z.number(), draft: z.number(), nano: z.number(), both: z.number() }),
  /** Of nano's own words, and of the words of the default; there, words that `--review` does not show count as sure. */
  claims: z.object({ nano: claimsSchema, both: claimsSchema }),
  /** Of nano alone. */
  tokens: z.number(),
  steps: z.number(),
})

export type PageReading = z.output<typeof readingSchema>

/** Reads documents one after another; `keep`: a file with what has been read, from which a run that was stopped goes on. @throws BenchError when a page failed */
export async function readInEachWay(
  documents: readonly Transcribed[], verifier: Verifier, keep: string | null, onRead: (reading: PageReading) => void,
): Promise<PageReading[]> {
  const kept = new Map((keep === null ? [] : await readKept(keep)).map((reading) => [reading.id, reading]))
  await using ways = await openWays(verifier)
  const readings: PageReading[] = []
  for (const document of documents) {
    const reading = kept.get(document.id) ?? await readOne(document, ways)
    if (keep !== null && !kept.has(document.id)) await appendFile(keep, `${JSON.stringify(reading)}\n`)
    onRead(reading)
    readings.push(reading)
  }
  return readings
}

async function readKept(file: string): Promise<PageReading[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').filter((line) => line !== '').map((line) => readingSchema.parse(JSON.parse(line)))
}

interface Ways extends AsyncDisposable {
  readonly parsers: Readonly<Record<Reader, Parser>>
  /** What nano itself has read since the last call; the pages are forgotten. */
  takeLines(): Line[]
}

async function openWays(verifier: Verifier): Promise<Ways> {
  const [textLayer, tesseract] = await createDraftSources(resolveConfig({ ocr: 'tesseract' })) as [DraftSource, DraftSource]
  const [, own] = await createDraftSources(resolveConfig({ ocr: 'nano' })) as [DraftSource, DraftSource]
  const [ocr, nano, drafted] = [once(tesseract), once(own), once(own)]
  const parsers = {
    ocr: await createParser({ verifier, effort: 'draft', drafts: [textLayer, ocr] }),
    draft: await createParser({ verifier, effort: 'draft', drafts: [textLayer, { ...drafted, ...createAutoDraft(drafted, ocr) }] }),
    nano: await createParser({ verifier, drafts: [textLayer, nano] }),
    both: await createParser({ verifier, drafts: [textLayer, { ...nano, ...createAutoDraft(nano, ocr) }] }),
  }
  return {
    parsers,
    takeLines() {
      ocr.take()
      drafted.take()
      return nano.take()
    },
    async [Symbol.asyncDispose]() {
      for (const parser of Object.values(parsers)) await parser.close()
      for (const source of [textLayer, tesseract, own]) await source.close()
    },
  }
}

/** Reads each page once, however often it is asked for; `take` gives the lines of all pages, and forgets them. */
function once(source: DraftSource): DraftSource & { take(): Line[] } {
  const pages = new Map<string, readonly Line[]>()
  let documents = 0
  return {
    ...source,
    async draft(page, signal, read) {
      const key = `${documents}-${page.number}-${page.width}`
      const lines = pages.get(key) ?? await source.draft(page, signal, read)
      if (lines !== null) pages.set(key, lines)
      return lines
    },
    take() {
      const lines = [...pages.values()].flat()
      pages.clear()
      documents++
      return lines
    },
  }
}

async function readOne({ id, files, truth }: Transcribed, ways: Ways): Promise<PageReading> {
  const read = async (way: Reader): Promise<ParsedDocument[]> => {
    const documents: ParsedDocument[] = []
    for (const file of files) documents.push(await ways.parsers[way].parse(file))
    return documents
  }
  const documents = { ocr: await read('ocr'), draft: await read('draft'), nano: await read('nano'), both: await read('both') }
  const lines = ways.takeLines()
  const errors = (way: Reader): number => characterErrors(documents[way].map(plainText).join('\n'), truth).errors
  const sum = (of: 'tokens' | 'steps'): number => documents.nano.reduce((all, { stats }) => all + stats.decode[of], 0)
  const words = truth.replace(/\s+/g, ' ').trim()
  return {
    id, length: characterErrors('', truth).length,
    errors: { ocr: errors('ocr'), draft: errors('draft'), nano: errors('nano'), both: errors('both') },
    claims: {
      nano: wordClaims(lines.flatMap((line) => line.reading?.words ?? []), words),
      both: wordClaims(documents.both.flatMap(shownWords), words),
    },
    tokens: sum('tokens'), steps: sum('steps'),
  }
}

/** The words of the blocks, each with the confidence that `--review` shows it with, or 1. */
function shownWords({ blocks }: ParsedDocument): { text: string, confidence: number }[] {
  return blocks.flatMap(({ text, review }) => {
    const waiting = review.filter((word) => word.text !== '')
    return text.split(/\s+/).filter((word) => word !== '').map((word) => {
      const at = waiting.findIndex((shown) => shown.text.split(' ').includes(word))
      const shown = at === -1 ? undefined : waiting.splice(0, at + 1).at(-1)
      return { text: word, confidence: shown?.confidence ?? 1 }
    })
  })
}
