// Where a text layer looks wrong, the page is asked: a line reader reads what is drawn.
import { distance } from 'fastest-levenshtein'
import { lineConfidence, type Line } from '../../src/model/line.ts'
import { type Page, readingDpi } from '../../src/model/page.ts'
import type { DraftReading } from '../../src/model/reading.ts'
import type { LineReader } from '../../src/seams/draft-source.ts'
import { placeWords } from '../nano/place-words.ts'
import { unlessReaderFails } from '../reader-failure.ts'
import { unmappedCharacters } from './judge.ts'

/**
 * Share of vowels and accented letters among Latin ones under which a page is probed: prose has 0.43 and more,
 * code 0.26 to 0.4, codes shifted by 29, as such fonts have them, 0.1 to 0.25 (102 pages of the development set).
 */
const FEW_VOWELS = 0.3
const MIN_LETTERS = 100
/** Pages of other scripts than the reader's are not probed: share of the letters that are Latin. */
const MOSTLY = 0.8
/** Lines that are read, the longest ones. */
const SAMPLE = 8
/** Characters that differ, of all, from which on the layer says other than is drawn; and how sure the reader has to be of its own words. */
const OTHER = 0.5
const SURE = 0.8
/** A line with this share of glyphs without meaning, and as many, is read anew. */
const UNMAPPED_LINE = 0.3
const UNMAPPED_GLYPHS = 3

/**
 * True when most of the text is not what is drawn: fonts whose codes were kept without saying which letters they are ('7KH TXLFN EURZQ').
 * Only where words look strange is anything rendered and read.
 */
export async function isOtherThanDrawn(page: Page, lines: readonly Line[], signal: AbortSignal, read: LineReader): Promise<boolean> {
  if (!looksStrange(lines)) return false
  const sample = lines.filter(({ rotation }) => rotation === 0).toSorted((a, b) => b.text.length - a.text.length).slice(0, SAMPLE)
  const readings = await readAgain(page, sample, signal, read)
  let [differ, characters, sure] = [0, 0, 0]
  readings.forEach((reading, i) => {
    if (reading === null) return
    const [drawn, said] = [bare(reading.text), bare(sample[i]?.text ?? '')]
    const longer = Math.max(drawn.length, said.length)
    differ += distance(drawn, said)
    characters += longer
    sure += lineConfidence(reading) * longer
  })
  return characters > 0 && sure >= SURE * characters && differ >= OTHER * characters
}

/** The lines, those whose glyphs were never mapped to Unicode as the page shows them. */
export async function withUnmappedRead(page: Page, lines: readonly Line[], signal: AbortSignal, read: LineReader): Promise<Line[]> {
  const unmapped = lines.filter(({ text, rotation }) => rotation === 0 && unmappedCharacters(text) >= Math.max(UNMAPPED_GLYPHS, UNMAPPED_LINE * text.length))
  if (unmapped.length === 0) return [...lines]
  const readings = await readAgain(page, unmapped, signal, read)
  const known = new Map(unmapped.map((line, i) => [line, readings[i] ?? null]))
  return lines.map((line) => {
    const reading = known.get(line) ?? null
    if (reading === null || lineConfidence(reading) < SURE) return line
    return { ...line, text: reading.text, words: placeWords(reading.words, line.words.map(({ box }) => box)), reading }
  })
}

async function readAgain(page: Page, lines: readonly Line[], signal: AbortSignal, read: LineReader): Promise<readonly (DraftReading | null)[]> {
  const raster = await page.raster(readingDpi(page), signal)
  const unread = lines.map((line) => ({ ...line, text: '', words: line.words.map((word) => ({ ...word, text: '' })) }))
  return await unlessReaderFails(read(raster, unread)) ?? []
}

const VOWEL = /[aeiouy\u00C0-\u00FF\u0100-\u017F]/iu

function looksStrange(lines: readonly Line[]): boolean {
  const text = lines.map((line) => line.text).join('')
  const latin = text.match(/\p{Script=Latin}/gu) ?? []
  return latin.length >= MIN_LETTERS && latin.length >= MOSTLY * (text.match(/\p{L}/gu)?.length ?? 0)
    && latin.filter((letter) => VOWEL.test(letter)).length < FEW_VOWELS * latin.length
}

const bare = (text: string): string => text.replace(/\s/gu, '')
