// Lines and pages made by hand, for tests of the layout rules.
import { type Box, union } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import type { Drawing, Page, Ruling, TextItem } from '../../src/model/page.ts'
import { type Region, regionLines } from '../../src/model/region.ts'

export interface LineStyle {
  readonly size?: number
  readonly bold?: boolean
  readonly rotation?: number
}

/** Width of a character over font size in the made-up face. */
const ADVANCE = 0.5

/** A line of text from its left edge and top; words are parted by half a character cell. `|` leaves a gap of 3 em. */
export function line(text: string, x: number, y: number, { size = 10, bold = false, rotation = 0 }: LineStyle = {}): Line {
  let at = x
  const words = text.split(' ').flatMap((word) => {
    if (word === '|') {
      at += 3 * size
      return []
    }
    const box: Box = { x0: at, y0: y, x1: at + word.length * ADVANCE * size, y1: y + size }
    at = box.x1 + ADVANCE * size
    return [{ text: word, box, confidence: 1 }]
  })
  return {
    text: words.map((word) => word.text).join(' '), words, box: union(words.map((word) => word.box)),
    source: 'test', fontSize: size, bold, italic: false, rotation,
  }
}

/** A paragraph of lines, 1.2 em apart. */
export function block(texts: readonly string[], x: number, y: number, style: LineStyle = {}): Line[] {
  return texts.map((text, i) => line(text, x, y + i * 1.2 * (style.size ?? 10), style))
}

/** Prose of `count` lines that fill `width` points, each line opening with a word that names it. */
export function prose(name: string, count: number, width: number, x: number, y: number, style: LineStyle = {}): Line[] {
  const size = style.size ?? 10
  const room = Math.floor(width / (ADVANCE * size))
  const filler = ['lorem', 'ipsum', 'dolor', 'sit', 'amet', 'consetetur', 'elitr', 'sed', 'diam', 'nonumy']
  return Array.from({ length: count }, (_, i) => {
    let text = `${name}${i}`
    for (let j = i; text.length + 1 + (filler[j % filler.length] ?? '').length <= room; j++) text += ` ${filler[j % filler.length] ?? ''}`
    return line(text, x, y + i * 1.2 * size, style)
  })
}

export function page(parts: { items?: readonly TextItem[]; rulings?: readonly Ruling[]; pictures?: readonly Box[]; drawings?: readonly Drawing[]; number?: number; width?: number; height?: number } = {}): Page {
  return {
    number: parts.number ?? 1, width: parts.width ?? 595, height: parts.height ?? 842, media: 'pdf', items: parts.items ?? [],
    rulings: parts.rulings ?? [], pictures: parts.pictures ?? [], drawings: parts.drawings ?? [], nativeDpi: null, blank: false,
    raster: () => Promise.reject(new Error('these pages have no pixels')),
    release: () => undefined,
  }
}

export const horizontal = (y: number, x0: number, x1: number): Ruling => ({ direction: 'horizontal', box: { x0, y0: y, x1, y1: y } })
export const vertical = (x: number, y0: number, y1: number): Ruling => ({ direction: 'vertical', box: { x0: x, y0, x1: x, y1 } })

export const textOf = (region: Region): string => regionLines(region).map((line) => line.text).join(' ')
export const kinds = (regions: readonly Region[]): string[] => regions.map((region) => region.kind)
