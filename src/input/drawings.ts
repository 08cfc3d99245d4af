// What paths draw beside rules: curves, slanted lines and filled areas, which charts and diagrams are made of.
import { area, type Box, coverage, union } from '../model/box.ts'
import type { Drawing } from '../model/page.ts'

/** Points between what is one drawing: strokes of one curve, bars beside each other. */
const TOUCH = 1
/** An area this many times as large as what it holds is its background. */
const BACKGROUND = 10

/** Drawings of one kind that touch are one; a background stays apart from what lies on it. */
export function mergeDrawings(drawings: readonly Drawing[]): Drawing[] {
  return (['shape', 'fill'] as const).flatMap((kind) => (
    mergeTouching(drawings.filter((drawing) => drawing.kind === kind).map(({ box }) => box)).map((box) => ({ kind, box }))
  ))
}

function mergeTouching(boxes: readonly Box[]): Box[] {
  let merged = boxes
  for (let before = Infinity; merged.length < before;) {
    before = merged.length
    merged = sweep(merged)
  }
  return [...merged]
}

/** One pass from top to bottom. What has grown may touch what has been passed, which is for the next one. */
function sweep(boxes: readonly Box[]): Box[] {
  const done: Box[] = []
  let open: Box[] = []
  for (const box of boxes.toSorted((a, b) => a.y0 - b.y0)) {
    let own = box
    const others: Box[] = []
    for (const other of open) {
      if (other.y1 + TOUCH < box.y0) done.push(other)
      else if (touch(own, other)) own = union([own, other])
      else others.push(other)
    }
    open = [...others, own]
  }
  return [...done, ...open]
}

function touch(a: Box, b: Box): boolean {
  if (a.x0 > b.x1 + TOUCH || b.x0 > a.x1 + TOUCH || a.y0 > b.y1 + TOUCH || b.y0 > a.y1 + TOUCH) return false
  const [small, large] = area(a) < area(b) ? [a, b] : [b, a]
  return area(large) < BACKGROUND * area(small) || coverage(small, large) < 1
}
