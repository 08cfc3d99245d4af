// The sets of single documents in a data folder: which files a method reads, and how what it wrote is judged.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BenchError } from '../bench-error.ts'
import { characterErrors, errorRate, unorderedErrors, wordErrors } from '../metrics/character-error.ts'
import { adjacencyF1, countAdjacencies } from '../metrics/cell-adjacency.ts'
import { isPdf } from '../methods/method.ts'
import { mean } from '../metrics/omnidocbench.ts'
import { olmocrTestSchema, passesTest, type OlmocrTest } from '../metrics/olmocr-tests.ts'
import { gridHtml, htmlGrid, icdarGrids, markdownGrids } from '../metrics/table-grid.ts'
import { tedsScores } from '../metrics/teds.ts'
import { readManifest } from './manifest.ts'
import { readPubTabNet } from './pubtabnet.ts'

/** What a method wrote for a file, by page; a file that failed is not in it, and counts as empty. */
export type Outputs = ReadonlyMap<string, readonly string[]>

export interface DocumentSet {
  /** True when all files are PDFs with text. */
  readonly bornDigital?: boolean
  readonly files: readonly string[]
  /** Figures of the set; all files, read or not, are in them. */
  score(outputs: Outputs): Readonly<Record<string, number | null>>
}

const whole = (outputs: Outputs, file: string): string => (outputs.get(file) ?? []).join('\n\n')

/** The page's own text, or all of it from a tool that does not tell pages apart. */
function pageOf(outputs: Outputs, file: string, page: number): string {
  const pages = outputs.get(file) ?? []
  return pages.length === 1 ? pages[0]! : pages[page - 1] ?? ''
}

/** olmOCR-bench: `pdfs/` and `tests/*.jsonl`; the share of tests passed, in all and by kind. */
export async function olmocrSet(folder: string): Promise<DocumentSet> {
  const names = (await readdir(join(folder, 'tests'))).filter((name) => name.endsWith('.jsonl')).sort()
  const tests = (await Promise.all(names.map(async (name) => readTests(join(folder, 'tests', name))))).flat()
  const fileOf = (test: OlmocrTest): string => join(folder, 'pdfs', test.pdf)
  return {
    files: [...new Set(tests.map(fileOf))],
    score(outputs) {
      const results = tests.map((test) => ({ type: test.type, passed: passesTest(test, pageOf(outputs, fileOf(test), test.page)) ? 1 : 0 }))
      const rate = (type: string | null): number | null => mean(results.filter((result) => type === null || result.type === type).map((result) => result.passed))
      return { tests: tests.length, passed: rate(null), ...Object.fromEntries([...new Set(tests.map((test) => test.type))].sort().map((type) => [type, rate(type)])) }
    },
  }
}

async function readTests(path: string): Promise<OlmocrTest[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, i) => {
    let json: unknown
    try {
      json = JSON.parse(line)
    } catch {
      throw new BenchError(`${path}: line ${i + 1} is not JSON`)
    }
    const parsed = olmocrTestSchema.safeParse(json)
    if (parsed.success) return parsed.data
    throw new BenchError(`${path}: line ${i + 1}: ${parsed.error.issues[0]?.path.join('.')}: ${z.prettifyError(parsed.error).split('\n')[0]}`)
  })
}

/** ICDAR 2013: `*.pdf` with `*-str.xml`; F1 of cell adjacencies. */
export async function icdarSet(folder: string): Promise<DocumentSet> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('-str.xml')).sort()
  const truths = await Promise.all(names.map(async (name) => ({
    file: join(folder, name.replace('-str.xml', '.pdf')), grids: icdarGrids(await readFile(join(folder, name), 'utf8')),
  })))
  return {
    bornDigital: true,
    files: truths.map(({ file }) => file),
    score: (outputs) => {
      const counts = truths.map(({ file, grids }) => countAdjacencies((outputs.get(file) ?? []).flatMap(markdownGrids), grids))
      const sum = (of: 'found' | 'predicted' | 'truth'): number => counts.reduce((total, count) => total + count[of], 0)
      return { adjacencyF1: adjacencyF1(counts), precision: sum('predicted') === 0 ? null : sum('found') / sum('predicted'), recall: sum('found') / sum('truth') }
    },
  }
}

/** PubTabNet: TEDS of the largest table written, both sides reduced to rows, cells, spans and text. */
export async function pubTabNetSet(folder: string): Promise<DocumentSet> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.jsonl'))
  if (name === undefined) throw new BenchError(`${folder} has no .jsonl`)
  const pictures = await readPubTabNet(join(folder, name))
  return {
    files: pictures.map(({ filename }) => join(folder, filename)),
    score(outputs) {
      const scores = pictures.map(({ filename, html }) => {
        const grids = markdownGrids(whole(outputs, join(folder, filename))).sort((a, b) => b.length - a.length)
        return grids[0] === undefined ? { teds: 0, structure: 0 } : tedsScores(gridHtml(grids[0]), gridHtml(htmlGrid(html)))
      })
      return { teds: mean(scores.map((score) => score.teds)), tedsStructure: mean(scores.map((score) => score.structure)) }
    },
  }
}

/** Scans with a transcription made by people, pictures or PDFs: character and word error over all of them. */
export async function scansSet(folder: string, pdf: boolean): Promise<DocumentSet> {
  const items = (await readManifest(folder)).filter((item) => item.transcription !== null && !item.transcription.machine && isPdf(item.files[0]!) === pdf)
  const truths = await Promise.all(items.map(async (item) => ({ file: item.files[0]!, text: await readFile(item.transcription!.path, 'utf8') })))
  return {
    files: truths.map(({ file }) => file),
    score: (outputs) => ({
      cer: errorRate(truths.map(({ file, text }) => characterErrors(plain(whole(outputs, file)), text))),
      wer: errorRate(truths.map(({ file, text }) => wordErrors(plain(whole(outputs, file)), text))),
    }),
  }
}

/** Born-digital PDFs: characters lost or invented against those of the PDF itself. A tool that does not tell pages apart is judged on one-page files. */
export async function bornDigitalSet(folder: string): Promise<DocumentSet> {
  const items = (await readManifest(folder)).filter((item) => item.textLayer.size > 0 && isPdf(item.files[0]!))
  const truths = await Promise.all(items.flatMap((item) => [...item.textLayer].map(async ([page, path]) => (
    { file: item.files[0]!, page, text: await readFile(path, 'utf8'), alone: item.pages === 1 }))))
  return {
    bornDigital: true,
    files: [...new Set(truths.map(({ file }) => file))],
    score(outputs) {
      const paged = truths.filter(({ file, alone }) => alone || (outputs.get(file)?.length ?? 0) !== 1)
      return { lostOrInvented: errorRate(paged.map(({ file, page, text }) => unorderedErrors(plain(pageOf(outputs, file, page)), text))), judgedPages: paged.length }
    },
  }
}

/** Markdown without its marks: heads, lists, emphasis, escapes, pictures, table lines and tags. */
function plain(markdown: string): string {
  return markdown.replace(/!\[[^\]]*\]\([^)]*\)/g, '').replace(/^\s*(?:#{1,6}|[-*+>])\s+/gm, '').replace(/^\s*\|?[\s|:-]+\|?\s*$/gm, '')
    .replace(/<[^>]+>/g, ' ').replace(/\*\*|__/g, '').replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1').replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>')
    .replace(/\s\|\s/g, ' ')
}
