// What pages of one document know of each other while they are parsed side by side: the lines of their neighbours, and the
// headings of the pages before. Only text layers tell, since they are read at once; scans do not wait for scans.
import { untilAborted } from './errors.ts'
import { climb, type Rung } from './regions/heading-ladder.ts'
import type { OutlineEntry } from './model/outline.ts'
import type { Region } from './model/region.ts'
import { type OutlineLevel, outlineLevels } from './regions/outline-levels.ts'
import type { PageLines } from './seams/region-proposer.ts'

/** Neighbours on each side: left and right pages may have heads of their own. */
export const NEIGHBOURS = 2

interface Slot {
  readonly lines: Deferred<PageLines | null>
  readonly ladder: Deferred<readonly Rung[]>
}

export class DocumentContext {
  /** In the order of the document. */
  readonly #numbers: readonly number[]
  readonly #outline: OutlineLevel
  readonly #slots = new Map<number, Slot>()

  /** `numbers` are the pages that will be parsed. At least NEIGHBOURS pages after the first unfinished one have to be at work. */
  constructor(numbers: readonly number[], outline: readonly OutlineEntry[] = []) {
    this.#numbers = numbers
    this.#outline = outlineLevels(outline)
  }

  /** What the text layer of a page says; null = it has none that can be believed. */
  tell(number: number, lines: PageLines | null): void {
    this.#slot(number).lines.resolve(lines)
    if (lines === null) this.#slot(number).ladder.resolve(this.#ladderBefore(number))
  }

  /** The neighbours of a page that have a text layer. @throws SpecparseError ABORTED, TIMEOUT */
  async around(number: number, signal: AbortSignal): Promise<PageLines[]> {
    const near = this.#numbers.filter((other) => other !== number && Math.abs(other - number) <= NEIGHBOURS)
    const told = await untilAborted(signal, Promise.all(near.map((other) => this.#slot(other).lines.promise)))
    return told.filter((lines) => lines !== null)
  }

  /** A page's regions, their headings levelled with those of all pages before, and by the document's outline. @throws SpecparseError ABORTED, TIMEOUT */
  async level(number: number, regions: readonly Region[], signal: AbortSignal): Promise<Region[]> {
    const levelled = climb(await untilAborted(signal, this.#ladderBefore(number)), regions, this.#outline)
    this.#slot(number).ladder.resolve(levelled.ladder)
    return levelled.regions
  }

  /** The page has been delivered, and all before it: what no page will ask for is forgotten. */
  delivered(number: number): void {
    for (const old of this.#slots.keys()) if (old < number - NEIGHBOURS) this.#slots.delete(old)
  }

  #ladderBefore(number: number): Promise<readonly Rung[]> {
    const before = this.#numbers[this.#numbers.indexOf(number) - 1]
    return before === undefined ? Promise.resolve([]) : this.#slot(before).ladder.promise
  }

  #slot(number: number): Slot {
    const slot = this.#slots.get(number) ?? { lines: new Deferred<PageLines | null>(), ladder: new Deferred<readonly Rung[]>() }
    this.#slots.set(number, slot)
    return slot
  }
}

/** A promise that is settled from outside. */
class Deferred<T> {
  resolve: (value: T | Promise<T>) => void = () => {}
  readonly promise = new Promise<T>((resolve) => { this.resolve = resolve })
}
