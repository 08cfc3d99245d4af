// What text needs to know of a PDF font, out of pdf.js's font objects.
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type Encoding, encodingOf } from './glyph-letters.ts'
import { asMatrix } from './matrix.ts'

export interface PdfFont {
  /** Without the subset prefix; empty when the PDF gives none. */
  readonly name: string
  readonly bold: boolean
  readonly italic: boolean
  /** Writes from top to bottom. */
  readonly vertical: boolean
  /** Glyph widths times this are in font sizes. */
  readonly unit: number
  /** What the size of `Tf` must be multiplied by to be the height of an em; 1 but for Type 3 fonts. */
  readonly em: number
  /** Downward advance of vertical fonts where a glyph has none of its own, glyph units (negative). */
  readonly defaultAdvance: number
  readonly encoding: Encoding
}

/** Thousandths of an em: the glyph space of all fonts but Type 3 (ISO 32000-1, 9.2.4). */
const DEFAULT_UNIT = 0.001
const DEFAULT_ADVANCE = -1000

const UNKNOWN: PdfFont = {
  name: '', bold: false, italic: false, vertical: false, unit: DEFAULT_UNIT, em: 1, defaultAdvance: DEFAULT_ADVANCE,
  encoding: encodingOf('', true, null),
}

/** Looks fonts up by pdf.js's id; each is read once. They are there after `getOperatorList`. */
export function fontReader(page: PDFPageProxy): (id: string) => PdfFont {
  const known = new Map<string, PdfFont>()
  return (id) => {
    let font = known.get(id)
    if (font === undefined) {
      font = page.commonObjs.has(id) ? describe(page.commonObjs.get(id)) : UNKNOWN
      known.set(id, font)
    }
    return font
  }
}

function describe(font: unknown): PdfFont {
  if (typeof font !== 'object' || font === null) return UNKNOWN
  const get = (key: string): unknown => Reflect.get(font, key)
  const raw = get('name')
  const name = typeof raw === 'string' ? raw.replace(/^[A-Z]{6}\+/, '') : ''
  const matrix = asMatrix(get('fontMatrix'))
  const metrics = get('defaultVMetrics')
  return {
    name,
    bold: get('bold') === true || get('black') === true || BOLD.test(name),
    italic: get('italic') === true || ITALIC.test(name),
    vertical: get('vertical') === true,
    unit: matrix?.[0] ?? DEFAULT_UNIT,
    em: get('isType3Font') === true && matrix !== null ? type3Em(get('bbox'), matrix[3]) : 1,
    defaultAdvance: Array.isArray(metrics) && typeof metrics[0] === 'number' ? metrics[0] : DEFAULT_ADVANCE,
    encoding: encodingOf(name, get('composite') === true, get('differences')),
  }
}

/** 'Times-Bold', 'NimbusRomNo9L-Medi', 'CMBX10', 'SFBX1000', 'EuclidSemiBold'. */
const BOLD = /bold|black|heavy|demi|-medi\b|^(cm|sf|ec|lm)(ss)?bx/i
/** 'Times-Italic', 'Helvetica-Oblique', 'NimbusRomNo9L-ReguItal', 'CMTI10', 'SFTI1000', 'CMSL10'. */
const ITALIC = /ital|obli|slanted|^(cm|sf|ec|lm)(ti|sl|bxti)\d/i

/** Type 3 fonts may have any glyph space, and a Tf size of 1: then the height of their box is the size. */
function type3Em(bbox: unknown, scale: number): number {
  const box = Array.isArray(bbox) ? bbox : []
  const bottom: unknown = box[1]
  const top: unknown = box[3]
  if (typeof bottom !== 'number' || typeof top !== 'number') return 1
  const em = (top - bottom) * scale
  return em > 0 && (em < 0.5 || em > 2) ? em : 1
}
