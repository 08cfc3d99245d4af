// Heading levels over the whole document: a size of type keeps the level that it was given first, page after page.
import type { Region } from '../model/region.ts'

/** A size of headings with its level. */
export interface Rung {
  /** Points. */
  readonly size: number
  readonly level: number
}

/** Sizes within this factor are one. */
const SAME_SIZE = 1.06
const DEEPEST = 5
/** '2.1 Methods' is of the second level whatever it is set in, and so is what is set like it. */
const DECIMAL = /^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S/u

/**
 * A page's headings with their levels in the document, and the ladder for the pages after it. Sizes that are not known
 * yet go below the next larger one.
 */
export function climb(ladder: readonly Rung[], regions: readonly Region[]): { readonly regions: Region[], readonly ladder: readonly Rung[] } {
  const headings = regions.filter(({ kind }) => kind === 'heading')
  const bySize = headings.map((region) => ({ size: sizeOf(region), number: decimalLevel(region) }))
    .sort((a, b) => Number(b.number !== null) - Number(a.number !== null) || b.size - a.size)
  const known = bySize.reduce<readonly Rung[]>((rungs, { size, number }) => (
    rungs.some((rung) => isSame(rung.size, size)) ? rungs : [...rungs, { size, level: number ?? levelBelow(rungs, size) }]
  ), ladder)
  const levelOf = (region: Region): number => (
    decimalLevel(region) ?? known.find((rung) => isSame(rung.size, sizeOf(region)))?.level ?? 1
  )
  return { regions: regions.map((region) => region.kind === 'heading' ? { ...region, level: levelOf(region) } : region), ladder: known }
}

const isSame = (a: number, b: number): boolean => Math.max(a, b) < SAME_SIZE * Math.min(a, b)

const sizeOf = ({ lines }: Region): number => Math.max(0, ...lines.map(({ fontSize }) => fontSize))

function decimalLevel({ lines }: Region): number | null {
  const number = DECIMAL.exec(lines.map(({ text }) => text).join(' '))?.[1]
  return number === undefined ? null : Math.min(DEEPEST, number.split('.').length)
}

function levelBelow(rungs: readonly Rung[], size: number): number {
  return Math.min(DEEPEST, 1 + Math.max(0, ...rungs.filter((rung) => rung.size > size).map(({ level }) => level)))
}
