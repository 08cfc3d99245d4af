// Heading levels over the whole document: a size of type keeps the level that it was given first, page after page.
import type { Region } from '../model/region.ts'
import { decimalLevel, RANK_FACTOR } from './headings.ts'

/** A size of headings with its level. */
export interface Rung {
  /** Points. */
  readonly size: number
  readonly level: number
}

const DEEPEST = 5

/**
 * A page's headings with their levels in the document, and the ladder for the pages after it. Sizes that are not known
 * yet go below the next larger one.
 */
export function climb(ladder: readonly Rung[], regions: readonly Region[]): { readonly regions: Region[], readonly ladder: readonly Rung[] } {
  const headings = regions.filter(({ kind }) => kind === 'heading')
  const bySize = headings.map((region) => ({ size: sizeOf(region), number: numberOf(region) }))
    .sort((a, b) => Number(b.number !== null) - Number(a.number !== null) || b.size - a.size)
  const known = bySize.reduce<readonly Rung[]>((rungs, { size, number }) => (
    rungs.some((rung) => isSame(rung.size, size)) ? rungs : [...rungs, { size, level: number ?? levelBelow(rungs, size) }]
  ), ladder)
  const levelOf = (region: Region): number => (
    numberOf(region) ?? known.find((rung) => isSame(rung.size, sizeOf(region)))?.level ?? 1
  )
  return { regions: regions.map((region) => region.kind === 'heading' ? { ...region, level: levelOf(region) } : region), ladder: known }
}

const isSame = (a: number, b: number): boolean => Math.max(a, b) < RANK_FACTOR * Math.min(a, b)

const sizeOf = ({ lines }: Region): number => Math.max(0, ...lines.map(({ fontSize }) => fontSize))

function numberOf({ lines }: Region): number | null {
  const level = decimalLevel(lines.map(({ text }) => text).join(' '))
  return level === null ? null : Math.min(DEEPEST, level)
}

function levelBelow(rungs: readonly Rung[], size: number): number {
  return Math.min(DEEPEST, 1 + Math.max(0, ...rungs.filter((rung) => rung.size > size).map(({ level }) => level)))
}
