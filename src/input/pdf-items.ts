// Native text of a PDF page: pdf.js text runs as TextItems in top-left points.
import type { PDFPageProxy, PageViewport } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { TextItem } from '../model/page.ts'
import { asMatrix, compose, imageOf, scaleOf, type Matrix } from './matrix.ts'

/** Where the item box ends above and below the baseline, in font sizes (see TextItem.box). */
const ASCENT = 0.8
const DESCENT = -0.2

interface FontFacts {
  readonly fontName: string
  readonly bold: boolean
  readonly italic: boolean
}

/**
 * The page's text runs that have visible characters, in drawing order. Fonts must have been loaded, which
 * `getOperatorList` does; `hidden` says for the n-th non-space character drawn whether it is invisible.
 */
export async function readItems(page: PDFPageProxy, viewport: PageViewport, hidden: Hidden): Promise<TextItem[]> {
  const { items, styles } = await page.getTextContent({ disableNormalization: true })
  const toPage = asMatrix(viewport.transform)
  if (toPage === null) return []
  const fonts = new Map<string, FontFacts>()
  const visibleCounts = items.map((item) => 'str' in item ? countVisible(item.str) : 0)
  const isHidden = hidden.forItems(visibleCounts)
  const result: TextItem[] = []
  items.forEach((item, index) => {
    if (!('str' in item) || visibleCounts[index] === 0) return
    const matrix = asMatrix(item.transform)
    if (matrix === null) return
    let font = fonts.get(item.fontName)
    if (font === undefined) fonts.set(item.fontName, font = fontFacts(page, item.fontName))
    const vertical = styles[item.fontName]?.vertical === true
    const place = placeRun(toPage, matrix, item.width, item.height, vertical)
    if (place === null) return
    const direction = item.dir === 'rtl' ? 'rtl' : item.dir === 'ttb' || vertical ? 'ttb' : 'ltr'
    result.push({ text: item.str, ...place, ...font, direction, hidden: isHidden[index] ?? false })
  })
  return result
}

/** Which drawn characters are invisible (text render mode 3), in drawing order without white space. */
export class Hidden {
  readonly #flags: readonly boolean[]

  constructor(flags: readonly boolean[]) {
    this.#flags = flags
  }

  /** One flag an item, given how many characters each has; all-or-nothing when the counts do not tally. */
  forItems(counts: readonly number[]): boolean[] {
    if (!this.#flags.includes(true)) return counts.map(() => false)
    const total = counts.reduce((sum, count) => sum + count, 0)
    if (total !== this.#flags.length) {
      const all = !this.#flags.includes(false)
      return counts.map(() => all)
    }
    let at = 0
    return counts.map((count) => {
      const own = this.#flags.slice(at, at += count)
      return own.filter(Boolean).length * 2 > count
    })
  }
}

export function countVisible(text: string): number {
  return text.replace(/\s/g, '').length
}

/** Box, size and rotation of one run; null when the PDF squeezes it to nothing. */
function placeRun(toPage: Matrix, run: Matrix, width: number, height: number, vertical: boolean): Pick<TextItem, 'box' | 'fontSize' | 'rotation'> | null {
  const unit = scaleOf(toPage)
  const [a, b, c, d, e, f] = compose(toPage, run)
  const fontSize = Math.hypot(c, d)
  const along = Math.hypot(a, b)
  if (!(fontSize > 0 && along > 0) || !Number.isFinite(fontSize + along + e + f + width + height)) return null
  // unit vectors along the line and up from it, in page coordinates
  const frame: Matrix = [a / along, b / along, c / fontSize, d / fontSize, e, f]
  const box = vertical
    ? imageOf(frame, -fontSize / 2, -height * unit, fontSize / 2, 0)
    : imageOf(frame, 0, DESCENT * fontSize, width * unit, ASCENT * fontSize)
  const rotation = ((Math.round(Math.atan2(b, a) / (Math.PI / 2)) * 90) + 360) % 360
  return { box, fontSize, rotation }
}

function fontFacts(page: PDFPageProxy, id: string): FontFacts {
  const font: unknown = page.commonObjs.has(id) ? page.commonObjs.get(id) : null
  const has = (key: string): unknown => typeof font === 'object' && font !== null && key in font ? Reflect.get(font, key) : null
  const name = has('name')
  const fontName = typeof name === 'string' ? name.replace(/^[A-Z]{6}\+/, '') : ''
  return {
    fontName,
    bold: has('bold') === true || has('black') === true || /bold|black|heavy|demi|\bCMBX/i.test(fontName),
    italic: has('italic') === true || /italic|oblique|\bCMTI/i.test(fontName),
  }
}
