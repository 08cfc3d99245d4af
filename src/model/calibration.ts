// What a reader's confidence is worth: how often the words that it is so sure of are right, as measured.

/** Points, 0-1, both coordinates rising; none = it is as often right as it says. */
export type Calibration = readonly (readonly [said: number, right: number])[]

/** How likely a word is right of which its reader says `said`, 0-1: straight between the points, level beyond them. */
export function calibrated(points: Calibration, said: number): number {
  const above = points.findIndex(([x]) => x >= said)
  if (above <= 0) return points.at(above)?.[1] ?? said
  const [[x0, y0], [x1, y1]] = [points[above - 1]!, points[above]!]
  return y0 + (y1 - y0) * (said - x0) / (x1 - x0)
}
