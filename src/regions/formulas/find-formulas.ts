// Displayed formulas: lines of signs and single letters that stand by themselves, with what belongs over and under them.
import { type Box, centerY, contains, height, overlap1d, union } from '../../model/box.ts'
import type { Ruling, TextItem } from '../../model/page.ts'
import { type FormulaElement, type LinePiece, sortLines } from '../element.ts'
import { formulaLatex } from './latex.ts'
import type { Metrics } from '../metrics.ts'
import { isFunction, MATH_SIGN, RELATION } from './symbols.ts'

/** White, in ems, within which the pieces of one formula stand beside, and over, each other. */
const BESIDE_EM = 2
const OVER_EM = 0.4
/** A formula stands apart from the line above by this much white or this much of an indent, in ems; else it ends its paragraph. */
const APART_EM = 0.45
const INDENT_EM = 0.8
/** Type over body size of a formula at least: smaller is a limit. */
const MIN_SIZE = 0.85
/** Characters of a formula at least. */
const MIN_CHARACTERS = 3
/** A bar of a fraction or root may be longer than the pieces around it by this many points. */
const BAR_ROOM = 3

const NUMBER = /^\(\p{L}?[.]?\d{1,3}(?:[.-]\d{1,3})*\p{Ll}?\)$/u
/** Faces of TeX's variables, in which no prose is set. */
const SLANTED = /CMMI|MathItalic/
const FORMULA_FONT = /CMMI|CMSY|CMEX|MSBM|MSAM|Math|Symbol/i

export interface FormulaFinding {
  readonly formulas: readonly FormulaElement[]
  readonly rest: readonly LinePiece[]
}

/** `items` are the glyphs of an upright text layer; without any, nothing is a formula. */
export function findFormulas(pieces: readonly LinePiece[], items: readonly TextItem[], rulings: readonly Ruling[], { bodySize }: Metrics): FormulaFinding {
  if (!items.some(isMathItem)) return { formulas: [], rest: pieces }
  const math = pieces.filter((piece) => isMath(piece, items))
  const notProse = new Set(math)
  const prose = pieces.filter((piece) => !notProse.has(piece) && !NUMBER.test(piece.piece.text))
  const seeds = math.filter((piece) => piece.piece.fontSize >= MIN_SIZE * bodySize && isSeed(piece, items) && standsAlone(piece, prose))
  const groups = seeds.reduce<LinePiece[][]>((made, seed) => {
    const row = made.find((group) => group.some((piece) => sameRow(piece.box, seed.box) && isNear(piece, seed)))
    if (row === undefined) return [...made, [seed]]
    row.push(seed)
    return made
  }, [])
  for (const piece of math.filter((other) => !seeds.includes(other))) nearestGroup(piece, groups)?.push(piece)
  const whole = groups.filter((group) => group.reduce((sum, { piece }) => sum + piece.text.replace(/\s/g, '').length, 0) >= MIN_CHARACTERS)
  const formulas = whole.map((group) => toElement(group, pieces, items, rulings))
  const taken = new Set(formulas.flatMap(({ pieces: own }) => own))
  return { formulas, rest: pieces.filter((piece) => !taken.has(piece)) }
}

const isMathItem = ({ text, fontName, hidden }: TextItem): boolean => !hidden && (FORMULA_FONT.test(fontName) || MATH_SIGN.test(text))

/** True for text without words of prose: letters drawn in one go, which 'e' and its exponent are not. */
function isMath({ box, piece: { text, rotation } }: LinePiece, items: readonly TextItem[]): boolean {
  const words = (text.match(/\p{L}{3,}/gu) ?? []).filter((word) => !isFunction(word))
  const isWord = (word: string): boolean => items.some((item) => item.text.includes(word) && !SLANTED.test(item.fontName) && contains(box, item.box))
  return rotation === 0 && !words.some(isWord) && !/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Kana}/u.test(text) && !NUMBER.test(text)
}

function isSeed({ box, piece: { text } }: LinePiece, items: readonly TextItem[]): boolean {
  if (!RELATION.test(text) || !/[\p{L}\d]/u.test(text)) return false
  const own = items.filter((item) => contains(box, item.box))
  return own.some((item) => isMathItem(item) || item.italic && /^\p{L}$/u.test(item.text))
}

/** False beside prose, and at the end of a paragraph. */
function standsAlone(seed: LinePiece, prose: readonly LinePiece[]): boolean {
  const em = seed.piece.fontSize
  if (prose.some((piece) => sameRow(piece.box, seed.box) && isNear(piece, seed))) return false
  const above = prose.filter(({ box }) => box.y1 <= centerY(seed.box) && overlap1d(box.x0, box.x1, seed.box.x0 - em, seed.box.x1) > 0)
    .sort((a, b) => b.box.y1 - a.box.y1)[0]
  return above === undefined || seed.box.y0 - above.box.y1 >= APART_EM * em || seed.box.x0 - above.box.x0 >= INDENT_EM * em
}

const sameRow = (a: Box, b: Box): boolean => overlap1d(a.y0, a.y1, b.y0, b.y1) > Math.min(height(a), height(b)) / 2

function isNear(a: LinePiece, b: LinePiece): boolean {
  return overlap1d(a.box.x0, a.box.x1, b.box.x0, b.box.x1) > -BESIDE_EM * Math.max(a.piece.fontSize, b.piece.fontSize)
}

/** The formula that a numerator, a limit or a part of the line belongs to. */
function nearestGroup(piece: LinePiece, groups: readonly LinePiece[][]): LinePiece[] | undefined {
  const away = (group: readonly LinePiece[]): number => {
    const seed = group[0] as LinePiece
    const apart = -Math.max(...group.map(({ box }) => overlap1d(box.y0, box.y1, piece.box.y0, piece.box.y1)))
    const near = group.some((member) => isNear(member, piece))
    return near && apart <= OVER_EM * seed.piece.fontSize ? Math.abs(centerY(seed.box) - centerY(piece.box)) : Infinity
  }
  const nearest = [...groups].sort((a, b) => away(a) - away(b))[0]
  return nearest === undefined || away(nearest) === Infinity ? undefined : nearest
}

function toElement(group: readonly LinePiece[], pieces: readonly LinePiece[], items: readonly TextItem[], rulings: readonly Ruling[]): FormulaElement {
  const box = union(group.map((piece) => piece.box))
  const number = pieces.find((piece) => NUMBER.test(piece.piece.text) && piece.box.x0 >= box.x1 && overlap1d(piece.box.y0, piece.box.y1, box.y0, box.y1) > 0)
  const own = items.filter((item) => !item.hidden && group.some((piece) => contains(piece.box, item.box)))
  const bars = rulings.filter(({ direction, box: bar }) => direction === 'horizontal' && bar.y0 > box.y0 && bar.y1 < box.y1
    && bar.x0 >= box.x0 - BAR_ROOM && bar.x1 <= box.x1 + BAR_ROOM).map((rule) => rule.box)
  const latex = formulaLatex(own, bars)
  const all = number === undefined ? [...group] : [...group, number]
  return {
    type: 'formula', box: union(all.map((piece) => piece.box)), pieces: all, lines: sortLines(all.map(({ piece }) => piece)),
    latex: latex === null || number === undefined ? latex : `${latex} \\tag{${number.piece.text.slice(1, -1)}}`,
  }
}
