// Is the sheet photographed on something dark? Then one threshold for all pixels parts the sheet from its surroundings, and not the
// print from the sheet.
import type { Raster } from '../../../src/model/raster.ts'
import { histogramOf } from './histogram.ts'
import type { Ink } from './ink.ts'

/** Most of what is dark is no print, but it is not the ground of the page: on rendered and dev pages at most 0.6 is no print, or 0.9 of the page is dark. */
const NO_PRINT = 0.7
const MOST_DARK = 0.5
/** Share of the print that such a threshold misses, from which on it is of no use: 0.2 and less on rendered pages that it suits. */
const MISSED = 0.25

/** True where the threshold of Otsu 1979 for the whole raster shows surroundings of the sheet, and misses much of its ink. */
export function hasDarkSurroundings({ data }: Raster, ink: Ink, histogram = histogramOf(data)): boolean {
  const threshold = otsuThreshold(histogram, data.length)
  let [inked, missed, dark] = [0, 0, 0]
  for (let at = 0; at < data.length; at++) {
    const isDark = (data[at] as number) <= threshold
    if (isDark) dark++
    if (ink.data[at] === 0) continue
    inked++
    if (!isDark) missed++
  }
  return missed > MISSED * inked && dark - (inked - missed) > NO_PRINT * dark && dark < MOST_DARK * data.length
}

/** The lightest grey of the dark class, where the variance between the classes is greatest. */
function otsuThreshold(histogram: Uint32Array, pixels: number): number {
  const total = histogram.reduce((sum, count, grey) => sum + count * grey, 0)
  let [count, sum, best, threshold] = [0, 0, 0, 0]
  for (let grey = 0; grey < 255; grey++) {
    count += histogram[grey] as number
    sum += grey * (histogram[grey] as number)
    const rest = pixels - count
    if (count === 0 || rest === 0) continue
    const apart = count * rest * (sum / count - (total - sum) / rest) ** 2
    if (apart > best) [best, threshold] = [apart, grey]
  }
  return threshold
}
