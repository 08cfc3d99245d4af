// Connected components of the ink: letters and their parts, pictures, specks. Runs of pixels, joined row by row with
// union-find (He, Chao, Suzuki 2008, run-based two-scan labelling), eight neighbours.
import type { Box } from '../../../src/model/box.ts'
import type { Ink } from './ink.ts'

/** Box in pixels, x1 and y1 exclusive. */
export interface Component extends Box {
  /** Pixels of ink. */
  readonly area: number
}

/** More components than this are noise or a halftone picture: then only the largest count. */
const MAX_COMPONENTS = 40_000

/** Components of at least `minArea` pixels. */
export function findComponents(ink: Ink, minArea: number): Component[] {
  const runs = joinRuns(ink)
  const found: Component[] = []
  for (let run = 0; run < runs.count; run++) {
    if (runs.parents[run] !== run || (runs.areas[run] as number) < minArea) continue
    found.push({
      x0: runs.x0[run] as number, y0: runs.y0[run] as number, x1: runs.x1[run] as number, y1: runs.y1[run] as number,
      area: runs.areas[run] as number,
    })
  }
  return found.length <= MAX_COMPONENTS ? found : found.sort((a, b) => b.area - a.area).slice(0, MAX_COMPONENTS)
}

/** Union-find over the runs; the figures of a component stand at its root, the earliest of its runs. */
interface Runs {
  readonly count: number
  readonly parents: Int32Array
  readonly x0: Int32Array
  readonly x1: Int32Array
  readonly y0: Int32Array
  readonly y1: Int32Array
  readonly areas: Int32Array
}

function joinRuns({ width, height, data }: Ink): Runs {
  const size = countRuns(data, width)
  const [parents, starts, x0, x1, y0, y1, areas] = Array.from({ length: 7 }, () => new Int32Array(size)) as
    [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]
  const ends = new Int32Array(size)
  const find = (run: number): number => {
    let root = run
    while (parents[root] !== root) root = parents[root] = parents[parents[root] as number] as number
    return root
  }
  const join = (a: number, b: number): void => {
    const [rootA, rootB] = [find(a), find(b)]
    if (rootA === rootB) return
    const [root, other] = rootA < rootB ? [rootA, rootB] : [rootB, rootA]
    parents[other] = root
    if ((x0[other] as number) < (x0[root] as number)) x0[root] = x0[other] as number
    if ((x1[other] as number) > (x1[root] as number)) x1[root] = x1[other] as number
    if ((y1[other] as number) > (y1[root] as number)) y1[root] = y1[other] as number
    areas[root] = (areas[root] as number) + (areas[other] as number)
  }
  let count = 0
  let above = 0
  for (let y = 0; y < height; y++) {
    const first = count
    const row = data.subarray(y * width, (y + 1) * width)
    let candidate = above
    for (let x = row.indexOf(1); x !== -1;) {
      let end = row.indexOf(0, x)
      if (end === -1) end = width
      const run = count++
      parents[run] = run
      starts[run] = x0[run] = x
      ends[run] = x1[run] = end
      y0[run] = y
      y1[run] = y + 1
      areas[run] = end - x
      // runs of the row above that touch [x - 1, end]
      while (candidate < first && (ends[candidate] as number) < x) candidate++
      for (let other = candidate; other < first && (starts[other] as number) <= end; other++) join(run, other)
      x = row.indexOf(1, end)
    }
    above = first
  }
  return { count, parents, x0, x1, y0, y1, areas }
}

function countRuns(data: Uint8Array, width: number): number {
  let count = 0
  for (let at = 0; at < data.length; at++) if (data[at] === 1 && (at % width === 0 || data[at - 1] === 0)) count++
  return count
}
