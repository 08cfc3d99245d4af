// What the pixels of a scanned page tell before anybody reads it: how it lies, its rules, and a few lines to find out which end is up.
import type { Ruling } from '../../src/model/page.ts'
import type { PageLook } from '../../src/model/page-look.ts'
import type { Raster } from '../../src/model/raster.ts'
import { turnRaster } from '../../src/model/turn.ts'
import type { Component } from '../nano/lines/components.ts'
import { findParts, isLetter, linesOn, type Parts } from '../nano/lines/find-lines.ts'
import { findSlope, levelRaster } from '../nano/lines/skew.ts'
import { besideShare, seemsUpsideDown } from './direction.ts'
import { stackTelling } from './line-stack.ts'
import { rulingsOf } from './rulings.ts'
import type { Lie } from './straighten.ts'

/** Lines and rulings are on the straight page. */
export interface Look extends Lie, PageLook {
  /** The page turned and levelled; null = it lies straight. */
  readonly straight: Raster | null
  /** Pixels. */
  readonly rulings: readonly Ruling[]
  /** Some of its lines, where only reading them tells which end is up; null = the page stands upright. */
  readonly doubtful: Raster | null
}

/** From this share of letters on whose nearest neighbour is above or below, lines run so too; dev pages have at most 0.26 of them, on their side 0.81. */
const SIDEWAYS = 0.6

/** `rotation`: how far the text is turned clockwise, where that is known; otherwise it is 0, or 90 for lines that run up or down the page. */
export function lookAt(raster: Raster, known: number | null = null): Look {
  const given = findParts(turnRaster(raster, known ?? 0))
  const rotation = known ?? (runsDown(given) ? 90 : 0)
  const turned = turnRaster(raster, rotation)
  const parts = rotation === (known ?? 0) ? given : findParts(turned)
  const slope = findSlope(parts.components, parts.body)
  const straight = slope === 0 ? turned : levelRaster(turned, slope)
  const level = slope === 0 ? parts : findParts(straight)
  const lines = linesOn(straight, level)
  const doubtful = known === null && (rotation !== 0 || seemsUpsideDown(lines.map(({ box }) => box), lettersOf(level)))
  return {
    rotation, slope, straight: straight === raster ? null : straight, rulings: rulingsOf(level.runs, straight),
    dpi: straight.dpi, lines, darkSurroundings: level.darkSurroundings,
    doubtful: doubtful ? stackTelling(straight, lines) : null,
  }
}

function runsDown(parts: Parts): boolean {
  const beside = besideShare(lettersOf(parts))
  return beside !== null && 1 - beside >= SIDEWAYS
}

const lettersOf = ({ components, dpi }: Parts): Component[] => components.filter((component) => isLetter(component, dpi))
