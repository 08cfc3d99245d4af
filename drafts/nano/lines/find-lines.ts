// Text lines of a raster by connected components, without reading anything: ink, rules out, components, letters, lines.
import { area, type Box, coverage, height, scaled, width } from '../../../src/model/box.ts'
import type { FoundLine, PageLook } from '../../../src/model/page-look.ts'
import { quantile } from '../../../src/model/quantile.ts'
import type { Raster } from '../../../src/model/raster.ts'
import { type Component, findComponents } from './components.ts'
import { findPhrases, isDash, joinPhrases, type Phrase, type Print } from './group.ts'
import { histogramOf } from './histogram.ts'
import { findInk } from './ink.ts'
import { attachMarks } from './marks.ts'
import { eraseRules, findRules, type RuleRuns, runsThroughText, type VerticalRule } from './rules.ts'
import { shrunk } from './shrunk.ts'
import { findSlope, levelRaster } from './skew.ts'
import { hasDarkSurroundings } from './surroundings.ts'
import { findWords } from './words.ts'

/** On the level raster. */
export interface FoundLines extends Omit<PageLook, 'dpi'> {
  /** Downhill slope that was taken out, pixels per pixel; 0 = the raster is as it was. */
  readonly slope: number
  /** The raster that the boxes are on; null = the one that was given. */
  readonly level: Raster | null
}

/** Letters lie between these heights, inches: 4 pt print without ascenders, and 90 pt capitals. */
const LETTER = { min: 0.024, max: 0.9 }
/** Components of fewer pixels are specks at any resolution that text can be read at. */
const MIN_AREA = 3
/** Larger components with this share of their box inked are pictures, and what lies in them is no text. Inches. */
const PICTURE_SIDE = 0.6
const PICTURE_FILL = 0.2
/** Lines lower than this cannot be read. Inches. */
const MIN_LINE = 0.03
/** Words wider than this in line heights are cut, so that a line reader can take them; nano reads 10, rims included. */
const MAX_WORD_ASPECT = 10

/** Finds lines, in no order. Slopes up to five degrees are taken out first. */
export function findLines(raster: Raster): FoundLines {
  const upright = findParts(raster)
  const slope = findSlope(upright.components, upright.body)
  if (slope === 0) return { slope, level: null, lines: linesOn(raster, upright), darkSurroundings: upright.darkSurroundings }
  const level = levelRaster(raster, slope)
  const parts = findParts(level)
  return { slope, level, lines: linesOn(level, parts), darkSurroundings: parts.darkSurroundings }
}

export interface Parts {
  readonly dpi: number
  readonly components: readonly Component[]
  /** All rules in pixels, and the vertical ones each once. */
  readonly runs: RuleRuns
  readonly rules: readonly VerticalRule[]
  /** Height of the page's tall letters, pixels. */
  readonly body: number
  readonly darkSurroundings: boolean
}

/** Share of the letters of a text that are lower than its tall ones: capitals, figures, ascenders and descenders make a third. */
const TALL = 0.8

/** What stands on a raster, before any of it is put to lines. */
export function findParts(raster: Raster): Parts {
  const histogram = histogramOf(raster.data)
  const ink = findInk(raster, histogram)
  const darkSurroundings = hasDarkSurroundings(raster, ink, histogram)
  const runs = findRules(ink)
  const rules = eraseRules(ink, runs)
  const components = findComponents(ink, MIN_AREA)
  const letters = components.filter((component) => isLetter(component, raster.dpi)).map(height)
  return { dpi: raster.dpi, components, runs, rules, body: quantile(letters, TALL) ?? 0, darkSurroundings }
}

/** Print with components from this height on, inches, is looked for on a raster so many times smaller, where its stems are no rules. */
const LARGE = { min: 0.5, factor: 5 }

/** Lines of a level raster, and of what was found on it. */
export function linesOn(raster: Raster, parts: Parts): FoundLine[] {
  const lines = phrasesOf(parts).map((phrase) => asLine(phrase))
  if (!parts.components.some((component) => height(component) >= LARGE.min * raster.dpi)) return lines
  const large = phrasesOf(findParts(shrunk(raster, LARGE.factor)))
    .filter(isLettering)
    .map((phrase) => asLine(phrase, LARGE.factor))
    .filter(({ em }) => em * BODY_LETTER >= LARGE.min * raster.dpi)
  return [...lines.filter(({ box }) => !large.some((line) => coverage(box, line.box) > 0.5)), ...large]
}

/** So many components of nearly one height, at least half of all, make a word; logos, creases and stains have fewer, bar codes thinner ones. */
const LETTERING = { parts: 3, height: 0.5, aspect: 0.2 }

function isLettering({ parts }: Phrase): boolean {
  const tallest = Math.max(...parts.map(height))
  const tall = parts.filter((part) => height(part) >= LETTERING.height * tallest)
  return tall.length >= Math.max(LETTERING.parts, parts.length / 2)
    && (quantile(tall.map((part) => width(part) / height(part)), 0.5) ?? 0) >= LETTERING.aspect
}

/** `factor`: of the raster's size. */
function asLine(phrase: Phrase, factor = 1): FoundLine {
  return { box: scaled(phrase.box, factor), words: findWords(phrase, MAX_WORD_ASPECT).map((word) => scaled(word, factor)), em: phrase.em * factor }
}

function phrasesOf({ dpi, components, rules, body }: Parts): Phrase[] {
  const pictures = components.filter((component) =>
    Math.min(width(component), height(component)) > PICTURE_SIDE * dpi && component.area > PICTURE_FILL * area(component))
  const inPicture = (box: Box): boolean => pictures.some((picture) => picture !== box && coverage(box, picture) > 0.9)
  const free = components.filter((component) => height(component) <= LETTER.max * dpi && !inPicture(component))
  const letters = free.filter((component) => isLetter(component, dpi) && !isScratch(component, body))
  const marks = free.filter((component) => !isLetter(component, dpi) && width(component) < 2 * Math.max(body, LETTER.min * dpi))
  const takenAs = (print: Print): { print: Print, borders: VerticalRule[], phrases: Phrase[] } => {
    const borders = rules.filter((rule) => !runsThroughText(rule, letters, print.em))
    return { print, borders, phrases: findPhrases(letters, borders, print) }
  }
  const asLetters = takenAs({ em: body / BODY_LETTER, tall: CAPITAL })
  const { print, borders, phrases } = fillsLines(asLetters.phrases) ? takenAs({ em: body / FULL, tall: FULL }) : asLetters
  return toLines(phrases, marks, borders, print).filter(({ box }) => height(box) >= MIN_LINE * dpi)
}

/** Heights in font sizes: of a page's tall letters, of capitals and figures alone, and of a line, which Chinese characters fill. */
const BODY_LETTER = 0.68
const CAPITAL = 0.7
const FULL = 0.92
/**
 * So many rows of so many components tell print that fills its lines: they are hardly higher than their tall components, though no more than this share
 * of these are tall, within a margin. Three of five Chinese pages have rows of 1.04 times that height at most, of 99 others those with rows enough
 * 1.13 at least, but for capitals.
 */
const TELLING = { parts: 10, rows: 15, ratio: 1.08, tall: 0.7, margin: 0.12 }
/** Share of a row's components that are no higher than its tall ones. */
const TALL_OF_ROW = 0.85

function fillsLines(phrases: readonly Phrase[]): boolean {
  const rows = phrases.filter(({ parts }) => parts.length >= TELLING.parts).map(({ box, parts }) => ({ box, parts, tall: quantile(parts.map(height), TALL_OF_ROW) ?? 0 }))
  if (rows.length < TELLING.rows) return false
  const heights = quantile(rows.map(({ box, tall }) => height(box) / tall), 0.5) ?? 0
  const areTall = rows.flatMap(({ parts, tall }) => parts.map((part) => Math.abs(height(part) - tall) <= TELLING.margin * tall))
  return heights < TELLING.ratio && areTall.filter(Boolean).length < TELLING.tall * areTall.length
}

/** A lone component is a letter from this height on, in font sizes: small letters have 0.48, bold commas 0.4. */
const CRUMB = 0.45
/** Marks from this size on, in font sizes, may stand alone between words: dashes, equals signs. */
const DASH = 0.2

/** Lone components that are smaller than the page's letters are marks of lines, dashes between words, or nothing. */
function toLines(phrases: readonly Phrase[], marks: readonly Component[], rules: readonly VerticalRule[], print: Print): Phrase[] {
  const { em } = print
  const isCrumb = ({ parts, box }: Phrase): boolean => parts.length === 1 && height(box) < CRUMB * em
  const crumbs = phrases.filter(isCrumb).flatMap(({ parts }) => parts)
  const marked = attachMarks(phrases.filter((phrase) => !isCrumb(phrase)), [...marks, ...crumbs])
  const dashes = marked.rest.filter((mark) => width(mark) >= DASH * em && width(mark) < 3 * em).map((mark) => ({ box: mark, parts: [mark], em, spread: em }))
  return joinPhrases([...marked.phrases, ...dashes], rules, print).filter((line) => !isDash(line))
}

export function isLetter(component: Component, dpi: number): boolean {
  const high = height(component)
  return high >= LETTER.min * dpi && high <= LETTER.max * dpi && width(component) <= MAX_LETTER_ASPECT * high
}

/** Strokes of this many heights of tall letters, and on average this thin in them, are folds and scratches that lie askew. */
const SCRATCH = { height: 3, thickness: 0.25 }

function isScratch(component: Component, body: number): boolean {
  return height(component) > SCRATCH.height * body && component.area < SCRATCH.thickness * body * height(component)
}

/** Joined-up letters of one word are one component. */
const MAX_LETTER_ASPECT = 12
