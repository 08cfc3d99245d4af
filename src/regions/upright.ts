// Turned text: pages and margins set sideways, and scans that lie askew, are laid out as if they stood upright.
import { type Box, union } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import type { Page, Ruling } from '../model/page.ts'
import { typewriterBoxes } from './code.ts'
import { askew, level } from './skew.ts'

/** What the layout rules need of a page. */
export interface Sheet {
  readonly number: number
  readonly width: number
  readonly height: number
  readonly rulings: readonly Ruling[]
  readonly pictures: readonly Box[]
  /** Where text in typewriter faces is drawn. */
  readonly typewriter: readonly Box[]
}

export interface Turn {
  /** To the frame in which the text runs left to right. */
  readonly to: (box: Box) => Box
  /** Back to the page. */
  readonly back: (box: Box) => Box
  readonly sideways: boolean
}

/** The frame in which text turned clockwise by `rotation` degrees stands upright, on a page of this size in points. */
export function turnFor(rotation: number, page: { readonly width: number; readonly height: number }): Turn {
  const { width: w, height: h } = page
  const quarter = (box: Box): Box => ({ x0: box.y0, y0: w - box.x1, x1: box.y1, y1: w - box.x0 })
  const quarterBack = (box: Box): Box => ({ x0: w - box.y1, y0: box.x0, x1: w - box.y0, y1: box.x1 })
  const half = (box: Box): Box => ({ x0: w - box.x1, y0: h - box.y1, x1: w - box.x0, y1: h - box.y0 })
  const three = (box: Box): Box => ({ x0: h - box.y1, y0: box.x0, x1: h - box.y0, y1: box.x1 })
  const threeBack = (box: Box): Box => ({ x0: box.y0, y0: h - box.x1, x1: box.y1, y1: h - box.x0 })
  if (rotation === 90) return { to: quarter, back: quarterBack, sideways: true }
  if (rotation === 180) return { to: half, back: half, sideways: false }
  if (rotation === 270) return { to: three, back: threeBack, sideways: true }
  return { to: (box) => box, back: (box) => box, sideways: false }
}

export function turnSheet(page: Page, turn: Turn): Sheet {
  const flipped = { horizontal: 'vertical', vertical: 'horizontal' } as const
  return {
    number: page.number,
    width: turn.sideways ? page.height : page.width,
    height: turn.sideways ? page.width : page.height,
    rulings: page.rulings.map((ruling) => ({
      box: turn.to(ruling.box),
      direction: turn.sideways ? flipped[ruling.direction] : ruling.direction,
    })),
    pictures: page.pictures.map(turn.to),
    typewriter: typewriterBoxes(page.items).map(turn.to),
  }
}

/** A turn that also levels text which runs downhill by `slope` (see estimateSkew) in the turned frame. */
export function levelled(turn: Turn, slope: number): Turn {
  if (slope === 0) return turn
  return { ...turn, to: (box) => level(turn.to(box), slope), back: (box) => turn.back(askew(box, slope)) }
}

/** A line in another frame, word by word. */
export function turnLine(line: Line, map: (box: Box) => Box): Line {
  const words = line.words.map((word) => ({ ...word, box: map(word.box) }))
  return { ...line, words, box: words.length === 0 ? map(line.box) : union(words.map((word) => word.box)) }
}
