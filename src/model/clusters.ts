// Things that lie close together, put together: strokes of a drawing, tiles of a picture.
import { type Box, gap } from './box.ts'

interface Placed {
  readonly box: Box
}

/**
 * `parts` joined two by two until no two are left within `reach` of each other, points, that `belong` together.
 * One pass runs from top to bottom; what has grown may reach what has been passed, which is for the next one.
 */
export function clusters<T extends Placed>(parts: readonly T[], reach: number, join: (a: T, b: T) => T, belong: (a: T, b: T) => boolean = () => true): T[] {
  let joined = [...parts]
  for (let before = Infinity; joined.length < before;) {
    before = joined.length
    const done: T[] = []
    let open: T[] = []
    for (const part of joined.sort((a, b) => a.box.y0 - b.box.y0)) {
      let own = part
      const others: T[] = []
      for (const other of open) {
        if (other.box.y1 + reach < part.box.y0) done.push(other)
        else if (gap(own.box, other.box) <= reach && belong(own, other)) own = join(other, own)
        else others.push(other)
      }
      open = [...others, own]
    }
    joined = [...done, ...open]
  }
  return joined
}
