// Where nano and OCR read a word differently, who is right? Both read rendered pages whose text is known; a logistic
// regression over their log-odds gives the weights that verifiers/nano.ts uses as `trust`.
import { distance } from 'fastest-levenshtein'
import { compareReadings, logOdds, probability } from '../../src/merge-readings.ts'
import type { Trust } from '../../src/seams/verifier.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { readRenderedPages } from '../data/rendered-pages.ts'
import { markdownTable } from '../markdown-table.ts'
import { type PageRead, pageTexts, readRendered } from '../methods/read-rendered.ts'
import { characterErrors } from '../metrics/character-error.ts'
import { requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

/** Mean confidences of a page's readings below which the page may be left to the OCR. */
const MIN_PAGE_CONFIDENCES = [0, 0.4, 0.5, 0.6, 0.7]

/** A place where the two differ and one is nearer to the truth. */
interface Dispute {
  readonly readOdds: number
  readonly draftOdds: number
  readonly vote: number
  /** Characters that are wrong more with nano's word than with the OCR's; negative: nano is nearer. */
  readonly harm: number
}

export const benchmark: Benchmark = {
  options: { pages: { type: 'string' }, verifier: { type: 'string', default: 'nano' } },
  async run(options) {
    const pages = await readRenderedPages(requiredOption(options, 'pages'))
    const { pages: read, trust: shipped } = await readRendered(pages, requiredOption(options, 'verifier'))
    const disputes = read.flatMap(disputesOf)
    const fitted = { ...fit(disputes), minPageConfidence: shipped.minPageConfidence }
    const candidates = [shipped, ...MIN_PAGE_CONFIDENCES.map((minPageConfidence) => ({ ...fitted, minPageConfidence }))]
    const rows = candidates.map((trust) => ({ trust, clean: errorsOf(read, trust, true), degraded: errorsOf(read, trust, false) }))
    say(markdownTable(['limit of the page', 'clean: OCR', 'nano', 'both', 'degraded: OCR', 'nano', 'both'], rows.map(({ trust, clean, degraded }, i) =>
      [i === 0 ? 'as shipped' : String(trust.minPageConfidence), ...[clean, degraded].flatMap(({ ocr, nano, both }) => [ocr, nano, both].map(String))])))
    return {
      disputes: disputes.length, nanoNearer: disputes.filter(({ harm }) => harm < 0).length,
      fitted, shipped, rows, dataHash: await hashFiles(pages.map(({ image }) => image)),
    }
  },
}

function errorsOf(read: readonly PageRead[], trust: Trust, clean: boolean): { ocr: number, nano: number, both: number } {
  const sum = { ocr: 0, nano: 0, both: 0 }
  for (const one of read.filter(({ page }) => page.clean === clean)) {
    const texts = pageTexts(one, trust)
    for (const name of ['ocr', 'nano', 'both'] as const) sum[name] += characterErrors(texts[name], one.page.truth.join('\n')).errors
  }
  return sum
}

function disputesOf({ page, lines, readings }: PageRead): Dispute[] {
  return lines.flatMap((line, i) => {
    const reading = readings[i] ?? null
    if (reading === null || !reading.complete || reading.text === line.text) return []
    const truth = page.truth.reduce((best, one) => distance(line.text, one) < distance(line.text, best) ? one : best)
    const places = compareReadings(line, reading)
    const errors = (changed: number): number => distance(places.map(({ drafted, read }, p) => p === changed ? read.text : drafted.text).filter((text) => text !== '').join(' '), truth)
    const asDrafted = errors(-1)
    return places.flatMap(({ drafted, read, vote }, p): Dispute[] => {
      const harm = drafted.text === read.text ? 0 : errors(p) - asDrafted
      return harm === 0 ? [] : [{ readOdds: logOdds(read.confidence), draftOdds: logOdds(drafted.confidence), vote, harm }]
    })
  })
}

/** Logistic regression by gradient descent; a dispute counts by the square root of the characters at stake. */
function fit(disputes: readonly Dispute[]): Omit<Trust, 'minPageConfidence'> {
  let [readingWeight, draftWeight, voteWeight, bias] = [1, 1, 1, 0]
  const total = disputes.reduce((sum, { harm }) => sum + Math.sqrt(Math.abs(harm)), 0)
  for (let step = 0; step < 5000; step++) {
    const slope = [0, 0, 0, 0] as [number, number, number, number]
    for (const { readOdds, draftOdds, vote, harm } of disputes) {
      const miss = (harm < 0 ? 1 : 0) - probability(readingWeight * readOdds - draftWeight * draftOdds + voteWeight * vote + bias)
      const share = Math.sqrt(Math.abs(harm)) / total * miss
      slope[0] += share * readOdds
      slope[1] -= share * draftOdds
      slope[2] += share * vote
      slope[3] += share
    }
    readingWeight += 0.3 * slope[0]
    draftWeight += 0.3 * slope[1]
    voteWeight += 0.3 * slope[2]
    bias += 0.3 * slope[3]
  }
  return { readingWeight, draftWeight, voteWeight, bias }
}
