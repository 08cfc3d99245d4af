// Whether a PDF page's text layer can be believed, before anything is built on it.
import { area, coverage, type Box } from '../../src/model/box.ts'
import type { Page } from '../../src/model/page.ts'
import { cleanText } from './clean-text.ts'

/** What is wrong with the text layer; null = nothing. */
export type Doubt = 'no text' | 'unmapped glyphs' | 'garbled hidden layer' | 'a few words on a picture' | 'other letters than are drawn' | null

/** Share of characters without meaning from which on a layer is not believed. */
const MAX_UNMAPPED = 0.1
/** Share of letters and digits that readable text has; measured OCR layers that failed lie under it. */
const MIN_READABLE = 0.6
/** Share of the page that pictures must cover to be its content. */
const PICTURE_PAGE = 0.5
/** Characters under which a layer over such a picture is a stamp or a page number, not the page's text. */
const STAMP = 200

/** Private use, replacement, unassigned and control characters: glyphs that were never mapped to Unicode. */
const UNMAPPED = /[\p{Co}\p{Cn}\p{Cs}\uFFFD\u0000-\u0008\u000E-\u001F\u007F-\u009F]/gu
const READABLE = /[\p{L}\p{N}]/gu

export function judge(page: Page): Doubt {
  const raw = page.items.map((item) => item.text).join('').replace(/\s/gu, '')
  if (raw === '') return 'no text'
  if (unmappedCharacters(raw) > MAX_UNMAPPED * raw.length) return 'unmapped glyphs'
  const hidden = cleanText(page.items.filter((item) => item.hidden).map((item) => item.text).join('')).replace(/ /gu, '')
  if (hidden.length * 2 > raw.length && count(hidden, READABLE) < MIN_READABLE * hidden.length) return 'garbled hidden layer'
  if (raw.length < STAMP && pictureShare(page) > PICTURE_PAGE) return 'a few words on a picture'
  return null
}

export function unmappedCharacters(text: string): number {
  return count(text, UNMAPPED)
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** Share of the page covered by its pictures; overlaps count twice, which is near enough here. */
function pictureShare(page: Page): number {
  const whole: Box = { x0: 0, y0: 0, x1: page.width, y1: page.height }
  return page.pictures.reduce((sum, picture) => sum + area(picture) * coverage(picture, whole), 0) / area(whole)
}
