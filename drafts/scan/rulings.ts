// Rules of a raster as rulings: what a scan has in place of the lines that a PDF draws.
import { type Box, union } from '../../src/model/box.ts'
import type { Ruling } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { RuleRuns } from '../nano/lines/rules.ts'

/** Rows of pixels this near to one another are one rule, inches; a rule that is slightly askew climbs by a pixel now and then. */
const SAME_RULE = 0.015
/** Nearer to the edge it is the shadow of the sheet, inches. */
const EDGE = 0.015

/** In pixels. */
export function rulingsOf({ horizontal, vertical }: RuleRuns, raster: Pick<Raster, 'width' | 'height' | 'dpi'>): Ruling[] {
  const near = Math.max(1, Math.round(SAME_RULE * raster.dpi))
  const edge = EDGE * raster.dpi
  const lying = joined(horizontal.map(({ y, x0, x1 }) => ({ x0, y0: y, x1, y1: y + 1 })), near, 'y')
    .filter(({ y0, y1 }) => y0 > edge && y1 < raster.height - edge)
  const standing = joined(vertical.map(({ x, y0, y1 }) => ({ x0: x, y0, x1: x + 1, y1 })), near, 'x')
    .filter(({ x0, x1 }) => x0 > edge && x1 < raster.width - edge)
  return [...lying.map((box): Ruling => ({ box, direction: 'horizontal' })), ...standing.map((box): Ruling => ({ box, direction: 'vertical' }))]
}

/** Runs that lie beside one another, or go on one after the other, as one box. */
function joined(runs: readonly Box[], near: number, across: 'x' | 'y'): Box[] {
  const [from, to, start, end] = across === 'y' ? ['y0', 'y1', 'x0', 'x1'] as const : ['x0', 'x1', 'y0', 'y1'] as const
  let open: Box[] = []
  const done: Box[] = []
  for (const run of [...runs].sort((a, b) => a[from] - b[from])) {
    done.push(...open.filter((rule) => run[from] - rule[to] > near))
    open = open.filter((rule) => run[from] - rule[to] <= near)
    const touching = open.filter((rule) => run[start] <= rule[end] + near && rule[start] <= run[end] + near)
    open = [...open.filter((rule) => !touching.includes(rule)), union([run, ...touching])]
  }
  return [...done, ...open]
}
