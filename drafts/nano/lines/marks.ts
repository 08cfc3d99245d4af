// Dots, commas, hyphens, accents and quotation marks: too small to start a line, they go to the line that they stand in.
import { type Box, height, union } from '../../../src/model/box.ts'
import type { Component } from './components.ts'
import type { Phrase } from './group.ts'

/** How far a mark may stand from its line, in font sizes: above and below, and beside it. */
const REACH_UP = 0.35
const REACH_DOWN = 0.2
const REACH_BESIDE = 0.5
/** Marks of less than this share of a font size in both directions are specks. */
const SPECK = 0.09

/** Phrases with their marks, and the marks that are near to none; one that is near to several goes to the nearest. */
export function attachMarks(lines: readonly Phrase[], marks: readonly Component[]): { phrases: Phrase[], rest: Component[] } {
  const rest: Component[] = []
  const taken = new Map<Phrase, Component[]>()
  const byTop = [...lines].sort((a, b) => a.box.y0 - b.box.y0)
  const tallest = Math.max(0, ...lines.map(({ box, em }) => height(box) + (REACH_UP + REACH_DOWN) * em))
  for (const mark of marks) {
    const middle = (mark.y0 + mark.y1) / 2
    let best: { line: Phrase, distance: number } | null = null
    for (let i = firstBelow(byTop, middle - tallest); i < byTop.length; i++) {
      const line = byTop[i] as Phrase
      if (line.box.y0 - REACH_UP * line.em > middle) {
        if (line.box.y0 - tallest > middle) break
        continue
      }
      const distance = distanceTo(mark, middle, line)
      if (distance < (best?.distance ?? Infinity)) best = { line, distance }
    }
    if (best === null) rest.push(mark)
    else taken.set(best.line, [...taken.get(best.line) ?? [], mark])
  }
  const phrases = lines.map((line) => {
    const own = taken.get(line)
    return own === undefined ? line : { ...line, box: union([line.box, ...own]), parts: [...line.parts, ...own] }
  })
  return { phrases, rest }
}

/** How far a mark is from a line, in pixels; Infinity when it is none of it. */
function distanceTo(mark: Box, middle: number, { box, em }: Phrase): number {
  if (Math.max(mark.x1 - mark.x0, mark.y1 - mark.y0) < SPECK * em) return Infinity
  const beside = Math.max(0, mark.x0 - box.x1, box.x0 - mark.x1)
  const above = Math.max(0, box.y0 - middle)
  const below = Math.max(0, middle - box.y1)
  return beside > REACH_BESIDE * em || above > REACH_UP * em || below > REACH_DOWN * em ? Infinity : beside + above + below
}

function firstBelow(lines: readonly Phrase[], y: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle] as Phrase).box.y0 < y) low = middle + 1
    else high = middle
  }
  return low
}
