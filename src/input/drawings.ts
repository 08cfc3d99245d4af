// What paths draw beside rules: curves, slanted lines and filled areas, which charts and diagrams are made of.
import { area, type Box, coverage, union } from '../model/box.ts'
import { clusters } from '../model/clusters.ts'
import type { Drawing } from '../model/page.ts'

/** Points between what is one drawing: strokes of one curve, bars beside each other. */
const TOUCH = 1
/** An area this many times as large as what it holds is its background. */
const BACKGROUND = 10

/** Drawings of one kind that touch are one; a background stays apart from what lies on it. */
export function mergeDrawings(drawings: readonly Drawing[]): Drawing[] {
  return (['shape', 'fill'] as const).flatMap((kind) => (
    clusters(drawings.filter((drawing) => drawing.kind === kind), TOUCH, (a, b) => ({ kind, box: union([a.box, b.box]) }), ({ box: a }, { box: b }) => !isBackground(a, b))
  ))
}

function isBackground(a: Box, b: Box): boolean {
  const [small, large] = area(a) < area(b) ? [a, b] : [b, a]
  return area(large) >= BACKGROUND * area(small) && coverage(small, large) === 1
}
