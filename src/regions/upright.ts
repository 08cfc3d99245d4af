// Turned text: pages and margins set sideways, and scans that lie askew, are laid out as if they stood upright.
import { type Box, union } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import type { Drawing, Page, Ruling, TextItem } from '../model/page.ts'
import { askew, level } from '../model/slope.ts'
import type { Turn } from '../model/turn.ts'
import { typewriterBoxes } from './code.ts'

/** What the layout rules need of a page. */
export interface Sheet {
  readonly number: number
  readonly width: number
  readonly height: number
  readonly rulings: readonly Ruling[]
  readonly pictures: readonly Box[]
  readonly drawings: readonly Drawing[]
  /** Glyphs of the text layer; none where the page is turned, as formulas are read upright only. */
  readonly items: readonly TextItem[]
  /** Where text in typewriter faces is drawn. */
  readonly typewriter: readonly Box[]
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
    drawings: page.drawings.map((drawing) => ({ ...drawing, box: turn.to(drawing.box) })),
    items: [],
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
