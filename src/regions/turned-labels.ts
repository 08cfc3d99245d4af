// Labels that run across a page's direction, such as the name of an axis: they belong to the picture that they stand in or at.
import { area, type Box, intersection, union } from '../model/box.ts'
import type { Line } from '../model/line.ts'
import type { Proposal } from './blocks.ts'

/** Such a label stands in its picture, or so near, in its font sizes. */
const REACH_EM = 1.5
/** Share of the label that has to lie within that reach. */
const WITHIN = 0.9

/** The pictures of `regions` with the turned labels among `lines`, and the lines that are none. */
export function takeTurned(regions: readonly Proposal[], lines: readonly Line[]): { readonly regions: Proposal[], readonly rest: Line[] } {
  let rest = [...lines]
  const withLabels = regions.map((region): Proposal => {
    if (region.kind !== 'picture' || rest.length === 0) return region
    const own = rest.filter((line) => isWithin(line.box, grown(region.box, REACH_EM * line.fontSize)))
    rest = rest.filter((line) => !own.includes(line))
    return own.length === 0 ? region : { ...region, box: union([region.box, ...own.map(({ box }) => box)]), lines: [...region.lines, ...own] }
  })
  return { regions: withLabels, rest }
}

const grown = ({ x0, y0, x1, y1 }: Box, by: number): Box => ({ x0: x0 - by, y0: y0 - by, x1: x1 + by, y1: y1 + by })

function isWithin(box: Box, outer: Box): boolean {
  const common = intersection(box, outer)
  return common !== null && area(common) >= WITHIN * area(box)
}
