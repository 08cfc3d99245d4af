// Footnotes: small type that ends a column in the lower part of the page, opening with a mark or under a short rule.
import { type Box, width } from '../model/box.ts'
import type { Ruling } from '../model/page.ts'
import { RAISED_DIGITS } from '../model/raised-letters.ts'
import type { Metrics } from './metrics.ts'
import type { Row } from './rows.ts'

/** Type size over body size at most; sizes read from a scan scatter. */
const SMALL = { exact: 0.93, estimated: 0.85 }
/** Two of three tell a footnote: its mark, a short rule above it, a place below this share of the page's height. */
const ZONE = 0.5
/** A shorter line is a label. */
const MIN_CHARACTERS = 12
/** The rule above footnotes begins where they do, within an em and a half, and is this long in ems at least. */
const RULE_MIN_EM = 3
/** The rule above footnotes: at most this share of the page's width, this close above them in ems. */
const RULE_SHARE = 0.45
const RULE_EM = 2
const MARK = new RegExp(`^(?:\\(?\\d{1,3}[).]?|[${RAISED_DIGITS}]{1,3}|[ᵃ-ᶻ]|[*†‡§¶∗]+|[a-z][).])\\s*\\p{L}`, 'u')

/** A rule with this many others of its extent on the page parts the entries of a list or a sidebar. */
const SEPARATORS = 2

/** For the paragraphs of one stream, top to bottom: which are footnotes. */
export function findFootnotes(paragraphs: readonly (readonly Row[])[], rulings: readonly Ruling[], metrics: Metrics): boolean[] {
  const limit = SMALL[metrics.exactSizes ? 'exact' : 'estimated'] * metrics.bodySize
  let start = paragraphs.length
  while (start > 0 && (paragraphs[start - 1] ?? []).every((row) => row.fontSize <= limit)) start--
  const first = paragraphs.slice(start).findIndex(([row]) => row !== undefined && (
    row.text.length >= MIN_CHARACTERS
    && [MARK.test(row.text), underRule(row.box, rulings, metrics), row.box.y0 >= ZONE * metrics.page.height].filter(Boolean).length >= 2
  ))
  return paragraphs.map((_, i) => first >= 0 && i >= start + first)
}

function underRule(box: Box, rulings: readonly Ruling[], metrics: Metrics): boolean {
  const em = metrics.bodySize
  const lying = rulings.filter((rule) => rule.direction === 'horizontal' && width(rule.box) <= RULE_SHARE * metrics.page.width && width(rule.box) >= RULE_MIN_EM * em)
  const sameExtent = (a: Box, b: Box): boolean => Math.abs(a.x0 - b.x0) <= em && Math.abs(a.x1 - b.x1) <= em
  return lying.some((rule) => rule.box.y1 <= box.y0 + 2 && box.y0 - rule.box.y1 <= RULE_EM * em && Math.abs(rule.box.x0 - box.x0) <= 1.5 * em
    && lying.filter((other) => other !== rule && sameExtent(other.box, rule.box)).length < SEPARATORS)
}
