// List items: which lines open one, and how deep it nests.
import type { Row } from './rows.ts'

export interface Marker {
  /** As written: '•', '3.', '(a)'. */
  readonly text: string
  /** Bullets are told by their look, numbers by their neighbours. */
  readonly kind: 'bullet' | 'dash' | 'number'
  /** Style and value of a numbering ('1.' is style '#.', value 1); null for bullets. */
  readonly style: string | null
  readonly value: number | null
}

const BULLET = /^[•‣◦▪▫■□●○∙·➢➤✓✔►▶❖⁃◆◇▸▹➔☐☑☒❏❑❒]\s*(?=\S)/u
const DASH = /^(?:[-*o]\s+|[–—]\s*)(?=\S)/u
const NUMBER = /^(\(?)(\d{1,3}|[ivx]{1,5}|[IVX]{1,5}|[a-zA-Z])([.)])\s+(?=\S)/u

/** What readers make of a bullet that they misread. */
const SIGN = /^[^\p{L}\p{N}\s"'“‘«([{<$#&@]\s+(?=\S)/u

/** The list marker that a line's text opens with, or null. */
export function markerOf(text: string): Marker | null {
  const bullet = BULLET.exec(text)
  if (bullet !== null) return { text: bullet[0].trim(), kind: 'bullet', style: null, value: null }
  const dash = DASH.exec(text)
  if (dash !== null) return { text: dash[0].trim(), kind: 'dash', style: null, value: null }
  const number = NUMBER.exec(text)
  if (number === null) return null
  const [whole, open = '', digits = '', close = ''] = number
  return { text: whole.trim(), kind: 'number', ...valueOf(open, digits, close) }
}

const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 }

/** Of numerals in small letters. */
export function romanValue(numerals: string): number {
  const digits = [...numerals].map((letter) => ROMAN[letter] ?? 0)
  return digits.reduce((sum, digit, i) => sum + (digit < (digits[i + 1] ?? 0) ? -digit : digit), 0)
}

function valueOf(open: string, digits: string, close: string): { style: string; value: number } {
  if (/^\d/.test(digits)) return { style: `${open}#${close}`, value: Number(digits) }
  const lower = digits.toLowerCase()
  const letters = digits === lower ? 'a' : 'A'
  if (/^[ivx]+$/.test(lower) && (lower.length > 1 || lower === 'i')) {
    return { style: `${open}${letters === 'a' ? 'i' : 'I'}${close}`, value: romanValue(lower) }
  }
  return { style: `${open}${letters}${close}`, value: lower.charCodeAt(0) - 96 }
}

/** Rows further apart than this in a stream do not vouch for each other's numbering. */
const NEIGHBOUR_ROWS = 40

/** A sign stands under a bullet within this many ems. */
const ALIGNED_EM = 0.3

/**
 * The marker of every row that opens a list item, null for the others. A bullet is one by itself, any other sign under or above
 * a bullet near; a dash needs a fresh start before it or another dash near; a number needs its predecessor or successor near.
 */
export function findMarkers(rows: readonly Row[]): (Marker | null)[] {
  const told = rows.map((row) => markerOf(row.text))
  const markers = told.map((marker, i): Marker | null => {
    const row = rows[i] as Row
    const sign = marker?.kind === 'number' ? null : SIGN.exec(row.text)
    const isAligned = sign !== null && rows.some((other, j) => Math.abs(j - i) <= NEIGHBOUR_ROWS && told[j]?.kind === 'bullet'
      && Math.abs(other.box.x0 - row.box.x0) <= ALIGNED_EM * row.fontSize)
    return isAligned ? { text: sign[0].trim(), kind: 'bullet', style: null, value: null } : marker
  })
  return markers.map((marker, i) => {
    if (marker === null || marker.kind === 'bullet') return marker
    const near = markers.slice(Math.max(0, i - NEIGHBOUR_ROWS), i + NEIGHBOUR_ROWS + 1)
    if (marker.kind === 'dash') {
      const alone = near.filter((other) => other?.text === marker.text).length === 1
      return alone && !(startsFresh(rows, i) && /^.\s/u.test(rows[i]?.text ?? '')) ? null : marker
    }
    const related = near.some((other) => other?.style === marker.style && Math.abs((other?.value ?? 0) - (marker.value ?? 0)) === 1)
    return related ? marker : null
  })
}

const SENTENCE_END = /[.!?:;。！？：；]["'”’)\]]*$/u

function startsFresh(rows: readonly Row[], i: number): boolean {
  const before = rows[i - 1]
  return before === undefined || SENTENCE_END.test(before.text)
}

/** Markers further left or right than this, in ems, are on different levels. */
const LEVEL_EM = 0.8

/** Nesting depth from 1 of each item of one list, from where its marker stands (`x`, points). */
export function nestingLevels(items: readonly { readonly x: number; readonly fontSize: number }[]): number[] {
  const stack: number[] = []
  return items.map(({ x, fontSize }) => {
    const slack = LEVEL_EM * fontSize
    while (stack.length > 0 && x < (stack.at(-1) ?? 0) - slack) stack.pop()
    if (stack.length === 0 || x > (stack.at(-1) ?? 0) + slack) stack.push(x)
    return stack.length
  })
}
