// The layout of Markdown tables whose columns are padded to equal width: where the next bar of a row stands is known from
// the row above. Such padding is half of what some targets write of a table.
import { SIGNS } from './shifted-marks.ts'

/** Stands for the spaces before a column's bar. */
const PADDING = '\u0001'

/** Follows emitted text line by line. */
export class TableLines {
  /** The current line so far. */
  line = ''
  /** Columns of the bars of the line above, when that is a table's row. */
  bars: readonly number[] | null = null
  #header = false

  push(character: string): void {
    if (character !== '\n') {
      this.line += character
      return
    }
    const bars = this.line.startsWith('|') ? [...this.line].flatMap((one, i) => one === '|' ? [i] : []) : null
    this.#header = bars !== null && this.bars === null
    this.bars = bars
    this.line = ''
  }

  /** The rest of the line of dashes that follows a table's first row; null = this is no place for one. */
  get separator(): string | null {
    if (!this.#header || this.bars === null) return null
    const line = `|${this.bars.slice(1).map((bar, i) => `${'-'.repeat(bar - (this.bars?.[i] ?? 0) - 1)}|`).join('')}\n`
    return line.startsWith(this.line) ? line.slice(this.line.length) : null
  }
}

/** `text`, which starts at `column`, with PADDING for padding, if that is what its spaces before bars are. */
export function abstractPadding(text: string, column: number, bars: readonly number[] | null): string {
  if (bars === null) return text
  const abstract = text.replace(/ +(?=\|)/g, PADDING)
  return fillPadding(abstract, column, bars) === text ? abstract : text
}

/** The reverse; null = there is no column to pad to. */
export function fillPadding(text: string, column: number, bars: readonly number[] | null): string | null {
  if (!text.includes(PADDING)) return text
  let filled = ''
  for (const character of text) {
    if (character !== PADDING) {
      filled += character
      if (!character.match(SIGNS)) column = character === '\n' ? 0 : column + 1
      continue
    }
    const bar = bars?.find((one) => one >= column)
    if (bar === undefined) return null
    filled += ' '.repeat(bar - column)
    column = bar
  }
  return filled
}
