// Native text of a PDF page: glyphs placed as ISO 32000-1, 9.4 says, gathered into words with their true boxes.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type Box, intersection } from '../model/box.ts'
import type { TextItem } from '../model/page.ts'
import { asDrawn, asRead, hasRightToLeft, isBare, isMark } from '../model/right-to-left.ts'
import { composeAccent, endsInAccent } from './accents.ts'
import { isUnclear, letterOf } from './glyph-letters.ts'
import { asMatrix, compose, IDENTITY, imageOf, lengthOf, type Matrix, xOf, yOf } from './matrix.ts'
import type { PdfFont } from './pdf-font.ts'
import { type Graphics, isWhite } from './pdf-graphics.ts'

/** Where an item's box ends above and below the baseline, in font sizes (see TextItem.box). */
const ASCENT = 0.8
const DESCENT = -0.2
/** Text render modes (ISO 32000-1, table 106): filled; neither filled nor stroked. */
const FILLED = 0
const INVISIBLE = 3
/** Fainter text is invisible too: note-taking apps lay their reading of handwriting over it at opacity 0. */
const FAINT = 0.05

/** The next glyph goes on with the run when it starts this far from its end, in font sizes; kerning is narrower, and Chinese set wide has 0.1. */
const MIN_GAP = -0.2
const MAX_GAP = 0.101
/** ... and stands this near to its baseline. */
const MAX_SHIFT = 0.05

/** How the glyphs of one string are drawn. */
interface Pen {
  readonly font: PdfFont
  /** Points. */
  readonly size: number
  readonly hidden: boolean
  /** Filled with white and not outlined. */
  readonly white: boolean
  /** Top-left points. */
  readonly clip: Box
  /** Maps (along, up) in points from the string's start to the page. */
  readonly frame: Matrix
  /** How far one unit of unstretched advance moves along the frame, and how far glyphs reach for it, points. */
  readonly step: number
  readonly unit: number
}

/** A run being gathered. */
interface Run {
  readonly pen: Pen
  /** The pen's frame, at the first letter. */
  readonly frame: Matrix
  text: string
  /** Whether it has marks alone so far, which are raised: their letter says where the line is. */
  readonly bare: boolean
  /** Whether the last glyph is an accent: looking at the end of a string that grows copies it. */
  accented: boolean
  /** Where the ink of the last glyph ends, and where the next glyph is expected, along the run. */
  end: number
  next: number
  /** Where the last glyph starts. */
  last: number
  readonly spaceBefore: boolean
}

export class TextReader {
  /** Items that only show on a darker ground. */
  readonly white = new Set<TextItem>()
  readonly #items: TextItem[] = []
  readonly #graphics: Graphics
  readonly #fontOf: (id: string) => PdfFont
  #matrix: Matrix = IDENTITY
  #line: Matrix = IDENTITY
  #run: Run | null = null
  #spaced = false

  constructor(graphics: Graphics, fontOf: (id: string) => PdfFont) {
    this.#graphics = graphics
    this.#fontOf = fontOf
  }

  /** Runs a text operator; false when it is none. */
  step(fn: number, args: ArrayLike<unknown>): boolean {
    switch (fn) {
      case OPS.beginText: this.#moveTo(IDENTITY); return true
      case OPS.endText: return true
      case OPS.setTextMatrix: this.#moveTo(asMatrix(args[0]) ?? asMatrix(args) ?? IDENTITY); return true
      case OPS.moveText: this.#moveBy(Number(args[0]), Number(args[1])); return true
      case OPS.setLeadingMoveText:
        this.#graphics.step(OPS.setLeading, [-Number(args[1])])
        this.#moveBy(Number(args[0]), Number(args[1]))
        return true
      case OPS.nextLine: this.#moveBy(0, -this.#graphics.state.text.leading); return true
      case OPS.showText: this.#show(args[0]); return true
      default: return false
    }
  }

  /** Ends the current run and gives all so far. */
  finish(): readonly TextItem[] {
    this.#flush()
    return this.#items
  }

  #moveTo(matrix: Matrix): void {
    this.#matrix = this.#line = matrix
  }

  #moveBy(x: number, y: number): void {
    this.#moveTo(compose(this.#line, [1, 0, 0, 1, x, y]))
  }

  #show(glyphs: unknown): void {
    if (!Array.isArray(glyphs)) return
    const { size, stretch, charSpacing, wordSpacing, font: id } = this.#graphics.state.text
    const font = this.#fontOf(id)
    const pen = this.#graphics.visible ? this.#pen(font) : null
    // stretching is along horizontal lines only
    const factor = font.vertical ? 1 : stretch
    let advance = 0
    for (const entry of glyphs as unknown[]) {
      if (typeof entry === 'number') {
        advance -= entry / 1000 * size
        continue
      }
      if (typeof entry !== 'object' || entry === null) continue
      // pdf.js's Glyph; hundreds of thousands pass here
      const { unicode, originalCharCode, width: glyphWidth, isSpace, vmetric } = entry as Readonly<Record<string, unknown>>
      if (typeof unicode !== 'string' || typeof glyphWidth !== 'number') continue
      const text = font.encoding.math === null && !isUnclear(unicode) ? unicode : letterOf(unicode, originalCharCode, font.encoding)
      const width = (font.vertical ? downward(vmetric) ?? font.defaultAdvance : glyphWidth) * font.unit * size
      const spacing = charSpacing + (isSpace === true ? wordSpacing : 0)
      if (isBlank(text)) {
        if (pen !== null) this.#flush()
        if (pen !== null && text !== '') this.#spaced = true
      } else if (pen !== null && pen.size > 0) {
        const gap = Math.max(0, font.vertical ? -spacing : spacing)
        this.#append(text, pen, advance * pen.step, Math.abs(width) * factor * pen.unit, gap * factor * pen.unit)
      }
      advance += width + spacing
    }
    this.#matrix = compose(this.#matrix, font.vertical ? [1, 0, 0, 1, 0, advance] : [1, 0, 0, 1, advance * stretch, 0])
  }

  /** What draws a string from here on; a size of 0 draws nothing. */
  #pen(font: PdfFont): Pen {
    const { matrix, opacity, fill, clip, text: { size, rise, mode, stretch } } = this.#graphics.state
    const place = compose(matrix, compose(this.#matrix, [1, 0, 0, 1, 0, rise]))
    const across = lengthOf(place[2], place[3])
    const along = lengthOf(place[0], place[1])
    const points = Math.abs(size) * font.em * (font.vertical ? along : across)
    // how far one unit of advance goes in points; vertical fonts run down, against the y axis
    const unit = font.vertical ? across : along
    const seen = points > 0 && unit > 0 && place.every(Number.isFinite)
    const sign = size < 0 ? -1 : 1
    return {
      font, size: seen ? points : 0, hidden: mode === INVISIBLE || opacity < FAINT, white: mode === FILLED && isWhite(fill), clip, unit,
      frame: frameOf(place, font.vertical, size < 0), step: font.vertical ? -unit * sign : unit * sign * stretch,
    }
  }

  /** Adds a glyph that starts `start` points from the start of the pen's string. */
  #append(text: string, pen: Pen, start: number, width: number, spacing: number): void {
    const { size, frame } = pen
    const x = frame[4] + start * frame[0]
    const y = frame[5] + start * frame[1]
    const run = this.#run
    const determinant = run === null ? 0 : run.frame[0] * run.frame[3] - run.frame[1] * run.frame[2]
    // a flat frame has no places
    if (run !== null && samePen(run.pen, pen) && Math.abs(determinant) >= 1e-6) {
      const dx = x - run.frame[4]
      const dy = y - run.frame[5]
      const along = (dx * run.frame[3] - dy * run.frame[2]) / determinant
      const up = Math.abs((dy * run.frame[0] - dx * run.frame[1]) / determinant)
      const accented = run.accented && up < 0.5 * size ? composeAccent(run.text, text, run.last, run.end, along, along + width) : null
      const gap = (along - run.next) / size
      const mark = isMark(text)
      if (run.bare && !mark && Math.abs(gap) < 1 && up < size) {
        const { spaceBefore } = run
        const letter = asDrawn(text, false)
        this.#run = begun(hasRightToLeft(run.text) ? run.text + letter : letter + run.text, pen, { x, y, width, spacing, spaceBefore })
        return
      }
      const goesOn = gap > MIN_GAP && gap < MAX_GAP && up < MAX_SHIFT * size
      if (accented !== null || goesOn || mark && gap > -1 && gap < MAX_GAP) {
        run.text = accented ?? run.text + asDrawn(text, mark && along > run.end - MAX_SHIFT * size)
        run.accented = accented === null && endsInAccent(text)
        run.last = along
        run.end = Math.max(run.end, along + width)
        if (!mark || width > 0) run.next = along + width + spacing
        return
      }
    }
    this.#flush()
    this.#run = begun(asDrawn(text, isMark(text)), pen, { x, y, width, spacing, spaceBefore: this.#spaced })
    this.#spaced = false
  }

  #flush(): void {
    const run = this.#run
    this.#run = null
    if (run === null) return
    const { frame, pen: { font, size, hidden, white, clip } } = run
    const box = font.vertical
      ? imageOf(frame, 0, -size / 2, run.end, size / 2)
      : imageOf(frame, 0, DESCENT * size, run.end, ASCENT * size)
    if (intersection(box, clip) === null) return
    const rightToLeft = hasRightToLeft(run.text)
    const item: TextItem = {
      text: asRead(run.text, rightToLeft), box, fontSize: size, fontName: font.name, bold: font.bold, italic: font.italic,
      rotation: font.vertical ? 0 : turnOf(frame),
      direction: font.vertical ? 'ttb' : rightToLeft ? 'rtl' : 'ltr',
      hidden, spaceBefore: run.spaceBefore,
    }
    this.#items.push(item)
    if (white && !hidden) this.white.add(item)
  }
}

/** A run with its first glyph, which stands at (x, y). */
function begun(
  text: string, pen: Pen,
  { x, y, width, spacing, spaceBefore }: { readonly x: number, readonly y: number, readonly width: number, readonly spacing: number, readonly spaceBefore: boolean },
): Run {
  const [a, b, c, d] = pen.frame
  return {
    pen, frame: [a, b, c, d, x, y], text, bare: isBare(text), accented: endsInAccent(text),
    end: width, next: width + spacing, last: 0, spaceBefore,
  }
}

/** True when two pens write in one direction with one look. */
function samePen(a: Pen, b: Pen): boolean {
  return a === b || a.font === b.font && a.hidden === b.hidden && a.white === b.white && Math.abs(a.size - b.size) < 0.01 * b.size
    && a.frame[0] * b.frame[0] + a.frame[1] * b.frame[1] >= 0.999 && a.frame[2] * b.frame[2] + a.frame[3] * b.frame[3] >= 0.999
}

/** Printable ASCII, which most glyphs are, needs no look at Unicode's tables. */
function isBlank(text: string): boolean {
  const code = text.length === 1 ? text.charCodeAt(0) : 0
  return !(code > 0x20 && code < 0x7f) && /^\s*$/u.test(text)
}

/** The advance that a glyph's vertical metrics state, glyph units; null without any. */
function downward(metrics: unknown): number | null {
  return Array.isArray(metrics) && typeof metrics[0] === 'number' ? metrics[0] : null
}

/** Unit vectors along the line and up from it, at the glyph's origin. */
function frameOf([a, b, c, d, e, f]: Matrix, vertical: boolean, flipped: boolean): Matrix {
  const sign = flipped ? -1 : 1
  const along = lengthOf(a, b) * sign
  const across = lengthOf(c, d) * sign
  return vertical ? [-c / across, -d / across, a / along, b / along, e, f] : [a / along, b / along, c / across, d / across, e, f]
}

/** Clockwise turn of the line to the nearest right angle. */
function turnOf(frame: Matrix): number {
  if (frame[0] === 1 && frame[1] === 0) return 0
  const x = xOf(frame, 1, 0) - frame[4]
  const y = yOf(frame, 1, 0) - frame[5]
  return (Math.round(Math.atan2(y, x) / (Math.PI / 2)) * 90 + 360) % 360
}
