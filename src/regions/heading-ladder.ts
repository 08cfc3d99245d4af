// Heading levels over the whole document: a size of type keeps the level that it was given first, page after page.
import type { Region } from '../model/region.ts'
import { decimalLevel, RANK_FACTOR } from './headings.ts'
import type { OutlineLevel } from './outline-levels.ts'

/** A size of headings with its level. */
export interface Rung {
  /** Points. */
  readonly size: number
  readonly level: number
}

const DEEPEST = 5

/**
 * A page's headings with their levels in the document, and the ladder for the pages after it. Sizes that are not known
 * yet go below the next larger one. What the outline names stands as deep as there.
 */
export function climb(ladder: readonly Rung[], regions: readonly Region[], outline: OutlineLevel = () => null): { readonly regions: Region[], readonly ladder: readonly Rung[] } {
  const statedLevel = (region: Region): number | null => capped(outline(textOf(region)) ?? decimalLevel(textOf(region)))
  const headings = regions.filter(({ kind }) => kind === 'heading')
  const bySize = headings.map((region) => ({ size: sizeOf(region), stated: statedLevel(region) }))
    .sort((a, b) => Number(b.stated !== null) - Number(a.stated !== null) || b.size - a.size)
  const known = bySize.reduce<readonly Rung[]>((rungs, { size, stated }) => (
    rungs.some((rung) => isSame(rung.size, size)) ? rungs : [...rungs, { size, level: stated ?? levelBelow(rungs, size) }]
  ), ladder)
  const levelOf = (region: Region): number => (
    statedLevel(region) ?? known.find((rung) => isSame(rung.size, sizeOf(region)))?.level ?? 1
  )
  return { regions: regions.map((region) => region.kind === 'heading' ? { ...region, level: levelOf(region) } : region), ladder: known }
}

const isSame = (a: number, b: number): boolean => Math.max(a, b) < RANK_FACTOR * Math.min(a, b)

const sizeOf = ({ lines }: Region): number => Math.max(0, ...lines.map(({ fontSize }) => fontSize))

const textOf = ({ lines }: Region): string => lines.map(({ text }) => text).join(' ')

const capped = (level: number | null): number | null => (level === null ? null : Math.min(DEEPEST, level))

function levelBelow(rungs: readonly Rung[], size: number): number {
  return Math.min(DEEPEST, 1 + Math.max(0, ...rungs.filter((rung) => rung.size > size).map(({ level }) => level)))
}
