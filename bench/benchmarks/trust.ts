// How far are words to be believed? Tesseract and nano read rendered pages whose text is known. How often words are right of which they are so sure
// makes the tables of drafts/ocr/calibration.ts and verifiers/nano.ts; a logistic regression over the log-odds of words in which they differ
// makes the weights there.
import { distance } from 'fastest-levenshtein'
import { TESSERACT } from '../../drafts/ocr/calibration.ts'
import { compareReadings, logOdds, probability } from '../../src/merge-readings.ts'
import { type Calibration, calibrated } from '../../src/model/calibration.ts'
import type { Line } from '../../src/model/line.ts'
import type { DraftReading, LineReading, ReadWord } from '../../src/model/reading.ts'
import { packageFolder } from '../../src/package-folder.ts'
import type { Trust } from '../../src/seams/verifier.ts'
import { TRUST } from '../../verifiers/nano.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { readRenderedPages } from '../data/rendered-pages.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { type PageRead, pageTexts, readRendered } from '../methods/read-rendered.ts'
import { type Claim, wordClaims } from '../metrics/calibration-error.ts'
import { characterErrors } from '../metrics/character-error.ts'
import { crossCalibrated, fitCalibration } from '../metrics/fit-calibration.ts'
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
  options: { pages: { type: 'string' }, model: { type: 'string', default: packageFolder('models/nano') } },
  async run(options) {
    const pages = await readRenderedPages(requiredOption(options, 'pages'))
    const asSaid = await readRendered(pages, requiredOption(options, 'model'))
    const claims = {
      tesseract: asSaid.map(({ page, lines }) => lines.flatMap((line) => lineClaims(line, page.truth))),
      nano: asSaid.map(({ page, ownReadings }) => ownReadings.flatMap((reading) => lineClaims(reading, page.truth))),
      ownDraft: asSaid.map(({ page, ownReadings }) => ownReadings.flatMap(({ ownDraft }) => ownDraft === null ? [] : lineClaims(ownDraft, page.truth))),
    }
    const calibrations = { tesseract: fitCalibration(claims.tesseract.flat()), nano: fitCalibration(claims.nano.flat()), ownDraft: fitCalibration(claims.ownDraft.flat()) }
    const ece = { tesseract: crossCalibrated(claims.tesseract), nano: crossCalibrated(claims.nano), ownDraft: crossCalibrated(claims.ownDraft) }
    say(markdownTable(['calibration error of words', 'words', 'as said', 'calibrated by the other half of the pages'], (['tesseract', 'nano', 'ownDraft'] as const).map((reader) =>
      [reader, String(claims[reader].flat().length), figure(ece[reader].before, 4), figure(ece[reader].after, 4)])))
    const read = asSaid.map((one) => calibratedRead(one, calibrations))
    const disputes = read.flatMap(disputesOf)
    const { voteWeight: _, ...ownDraft } = fit(read.flatMap(ownDisputes))
    const fitted = { ...fit(disputes), minPageConfidence: TRUST.minPageConfidence, calibration: calibrations.nano, ownDraft: { ...ownDraft, calibration: calibrations.ownDraft } }
    const candidates = MIN_PAGE_CONFIDENCES.map((minPageConfidence) => ({ ...fitted, minPageConfidence }))
    // as shipped: with the calibrations that ship
    const shipped = asSaid.map((one) => calibratedRead(one, { tesseract: TESSERACT, nano: TRUST.calibration, ownDraft: TRUST.ownDraft?.calibration ?? [] }))
    const rows = [TRUST, ...candidates].map((trust, i) => {
      const pagesRead = i === 0 ? shipped : read
      return { trust, clean: errorsOf(pagesRead, trust, true), degraded: errorsOf(pagesRead, trust, false) }
    })
    say(markdownTable(['limit of the page', 'clean: OCR', 'nano', 'both', 'degraded: OCR', 'nano', 'both'], rows.map(({ trust, clean, degraded }, i) =>
      [i === 0 ? 'as shipped' : String(trust.minPageConfidence), ...[clean, degraded].flatMap(({ ocr, nano, both }) => [ocr, nano, both].map(String))])))
    return {
      ece, tesseract: calibrations.tesseract, disputes: disputes.length, nanoNearer: disputes.filter(({ harm }) => harm < 0).length,
      fitted, shipped: TRUST, rows: rows.map(({ trust: { minPageConfidence }, ...errors }) => ({ minPageConfidence, ...errors })),
      dataHash: await hashFiles(pages.map(({ image }) => image)),
    }
  },
}

/** Words of a line against the line of the truth that is nearest to it. */
function lineClaims({ text, words }: Pick<DraftReading, 'text' | 'words'>, truth: readonly string[]): Claim[] {
  return wordClaims(words, nearest(text, truth))
}

const nearest = (text: string, truth: readonly string[]): string => truth.reduce((best, one) => distance(text, one) < distance(text, best) ? one : best)

/** With both readers' words calibrated. */
function calibratedRead(read: PageRead, { tesseract, nano, ownDraft }: Readonly<Record<'tesseract' | 'nano' | 'ownDraft', Calibration>>): PageRead {
  const words = <W extends ReadWord>(all: readonly W[], calibration: Calibration): W[] => all.map((word) => ({ ...word, confidence: calibrated(calibration, word.confidence) }))
  return {
    ...read,
    lines: read.lines.map((line) => ({ ...line, words: words(line.words, tesseract) })),
    readings: read.readings.map((reading) => reading === null ? null : { ...reading, words: words(reading.words, nano) }),
    ownReadings: read.ownReadings.map((reading) => ({
      ...reading, words: words(reading.words, nano),
      ownDraft: reading.ownDraft === null ? null : { ...reading.ownDraft, words: words(reading.ownDraft.words, ownDraft) },
    })),
  }
}

function errorsOf(read: readonly PageRead[], trust: Trust, clean: boolean): { ocr: number, nano: number, both: number } {
  const sum = { ocr: 0, nano: 0, both: 0 }
  for (const one of read.filter(({ page }) => page.clean === clean)) {
    const texts = pageTexts(one, trust)
    for (const name of ['ocr', 'nano', 'both'] as const) sum[name] += characterErrors(texts[name], one.page.truth.join('\n')).errors
  }
  return sum
}

/** Of the OCR's lines. */
function disputesOf({ page, lines, readings }: PageRead): Dispute[] {
  return lines.flatMap((line, i) => lineDisputes(line, readings[i] ?? null, page.truth))
}

/** Of the lines that nano finds: its own draft against what it says. */
function ownDisputes({ page, ownReadings }: PageRead): Dispute[] {
  return ownReadings.flatMap((reading) => {
    if (reading.ownDraft === null) return []
    const words = reading.ownDraft.words.map((word) => ({ ...word, box: NOWHERE }))
    return lineDisputes({ text: reading.ownDraft.text, words, box: NOWHERE, source: 'nano', fontSize: 0, bold: false, italic: false, rotation: 0 }, { ...reading, ownDraft: null }, page.truth)
  })
}

const NOWHERE = { x0: 0, y0: 0, x1: 0, y1: 0 }

function lineDisputes(line: Line, reading: LineReading | null, truths: readonly string[]): Dispute[] {
  if (reading === null || !reading.complete || reading.text === line.text) return []
  const truth = nearest(line.text, truths)
  const places = compareReadings(line, reading)
  const errors = (changed: number): number => distance(places.map(({ drafted, read }, p) => p === changed ? read.text : drafted.text).filter((text) => text !== '').join(' '), truth)
  const asDrafted = errors(-1)
  return places.flatMap(({ drafted, read, vote }, p): Dispute[] => {
    const harm = drafted.text === read.text ? 0 : errors(p) - asDrafted
    return harm === 0 ? [] : [{ readOdds: logOdds(read.confidence), draftOdds: logOdds(drafted.confidence), vote, harm }]
  })
}

/** Logistic regression by gradient descent; a dispute counts by the square root of the characters at stake. */
function fit(disputes: readonly Dispute[]): Pick<Trust, 'readingWeight' | 'draftWeight' | 'voteWeight' | 'bias'> {
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
