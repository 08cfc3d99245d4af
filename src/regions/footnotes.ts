// Footnotes: small type that ends a column in the lower part of the page, opening with a mark or under a short rule.
import { type Box, width } from '../model/box.ts'
import type { Ruling } from '../model/page.ts'
import type { Metrics } from './metrics.ts'
import type { Row } from './rows.ts'

/** Type size over body size at most; sizes read from a scan scatter. */
const SMALL = { exact: 0.93, estimated: 0.85 }
/** Footnotes stand below this share of the page's height. */
const ZONE = 0.5
/** The rule above footnotes: at most this share of the page's width, this close above them in ems. */
const RULE_SHARE = 0.45
const RULE_EM = 2
const MARK = /^(?:\(?\d{1,3}[).]?|[*†‡§¶∗]+|[a-z][).]?)\s*\p{L}/u

/** For the paragraphs of one stream, top to bottom: which are footnotes. */
export function findFootnotes(paragraphs: readonly (readonly Row[])[], rulings: readonly Ruling[], metrics: Metrics): boolean[] {
  const limit = SMALL[metrics.exactSizes ? 'exact' : 'estimated'] * metrics.bodySize
  let start = paragraphs.length
  while (start > 0) {
    const rows = paragraphs[start - 1] ?? []
    const small = rows.every((row) => row.fontSize <= limit) && (rows[0]?.box.y0 ?? 0) >= ZONE * metrics.page.height
    if (!small) break
    start--
  }
  const tail = paragraphs.slice(start)
  const first = tail.findIndex((rows) => rows[0] !== undefined && (MARK.test(rows[0].text) || underRule(rows[0].box, rulings, metrics)))
  return paragraphs.map((_, i) => first >= 0 && i >= start + first)
}

function underRule(box: Box, rulings: readonly Ruling[], metrics: Metrics): boolean {
  return rulings.some((rule) => rule.direction === 'horizontal' && width(rule.box) <= RULE_SHARE * metrics.page.width
    && width(rule.box) >= metrics.bodySize && rule.box.y1 <= box.y0 + 2 && box.y0 - rule.box.y1 <= RULE_EM * metrics.bodySize
    && rule.box.x0 < box.x1 && rule.box.x1 > box.x0)
}
