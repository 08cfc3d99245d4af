// Frames: what a drawn box holds is read together, whatever stands beside it.
import { area, type Box, coverage, height, width } from '../model/box.ts'
import type { Element, GroupElement } from './element.ts'
import type { Metrics } from './metrics.ts'
import { REACH, type Rule, type RuleSet } from './rules.ts'

/** Share of each side of the box that rules have to draw. */
const SIDE_DRAWN = 0.9
/** A frame over this share of the page, or around this share of its elements, frames the page itself. */
const MAX_AREA = 0.75
const MAX_ELEMENTS = 0.9
/** Elements in a frame that is worth keeping together. */
const MIN_ELEMENTS = 2
/** Share of an element that has to lie inside. */
const INSIDE = 0.9
const OUTSIDE = 0.1
/** What lies across the border shows that this is no frame: at most this many for each element inside. A watermark may. */
const MAX_ACROSS = 0.25

/** Boxes that rules draw; `groups` are rules that meet each other. */
export const ruledFrames = (groups: readonly RuleSet[]): Box[] => groups.flatMap((group) => frameOf(group) ?? [])

/** Elements with those inside an outermost frame put into one group each. */
export function groupFrames(elements: readonly Element[], boxes: readonly Box[], metrics: Metrics): Element[] {
  const pageArea = metrics.page.width * metrics.page.height
  const frames = boxes.filter((frame) => area(frame) <= MAX_AREA * pageArea).sort((a, b) => area(b) - area(a))
  let rest = [...elements]
  const grouped: GroupElement[] = []
  for (const frame of frames) {
    const share = (element: Element): number => shareInside(element.box, frame)
    const inside = rest.filter((element) => share(element) >= INSIDE)
    if (inside.length < MIN_ELEMENTS || inside.length > MAX_ELEMENTS * elements.length) continue
    const across = rest.filter((element) => share(element) < INSIDE && share(element) > OUTSIDE)
    if (across.length > MAX_ACROSS * inside.length) continue
    grouped.push({ type: 'group', box: frame, elements: inside })
    rest = rest.filter((element) => !inside.includes(element))
  }
  return [...rest, ...grouped]
}

/** Like `coverage`, but a box without area counts by its centre. */
function shareInside(box: Box, frame: Box): number {
  if (area(box) > 0) return coverage(box, frame)
  const x = (box.x0 + box.x1) / 2
  const y = (box.y0 + box.y1) / 2
  return x >= frame.x0 && x <= frame.x1 && y >= frame.y0 && y <= frame.y1 ? 1 : 0
}

function frameOf({ horizontal, vertical }: RuleSet): Box | null {
  if (horizontal.length < 2 || vertical.length < 2) return null
  const box = {
    x0: Math.min(...vertical.map((rule) => rule.at)), y0: Math.min(...horizontal.map((rule) => rule.at)),
    x1: Math.max(...vertical.map((rule) => rule.at)), y1: Math.max(...horizontal.map((rule) => rule.at)),
  }
  const drawn = isDrawn(horizontal, box.y0, box.x0, box.x1) && isDrawn(horizontal, box.y1, box.x0, box.x1)
    && isDrawn(vertical, box.x0, box.y0, box.y1) && isDrawn(vertical, box.x1, box.y0, box.y1)
  return drawn && width(box) > 0 && height(box) > 0 ? box : null
}

function isDrawn(rules: readonly Rule[], at: number, from: number, to: number): boolean {
  return rules.some((rule) => Math.abs(rule.at - at) <= REACH
    && Math.min(rule.to, to) - Math.max(rule.from, from) >= SIDE_DRAWN * (to - from))
}
