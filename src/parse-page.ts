// The path of one page: draft its lines, group them into regions, verify what is worth it, settle, assemble.
import { assemblePage } from './assemble/assemble-page.ts'
import type { BusyClock } from './busy-clock.ts'
import type { Config } from './config.ts'
import type { ComparedInput } from './decode/compare.ts'
import { readLines } from './decode/read-lines.ts'
import { addStats, EMPTY_STATS } from './decode/stats.ts'
import { asSpecparseError, type ErrorCode, SpecparseError } from './errors.ts'
import type { DecodeStats, Failure, ParsedPage } from './model/document.ts'
import { type Line, lineConfidence, ownReading } from './model/line.ts'
import { type Page, readingDpi } from './model/page.ts'
import type { LineReading } from './model/reading.ts'
import { type Region, regionLines } from './model/region.ts'
import type { DraftSource, LineReader } from './seams/draft-source.ts'
import type { RegionProposer } from './seams/region-proposer.ts'
import type { Verifier } from './seams/verifier.ts'
import { type LineFate, settleLine, settleRegion, type SettledLine, trustOnPage, unverifiedLine } from './settle.ts'

/** Errors that would strike every page alike: they end the document. */
const FATAL: readonly ErrorCode[] = ['ABORTED', 'TIMEOUT', 'CONFIG_INVALID', 'MISSING_DEPENDENCY', 'VERIFIER_UNAVAILABLE']

export interface PageTools {
  /** Asked in this order; the first that can tell is believed. */
  readonly sources: readonly DraftSource[]
  readonly proposer: RegionProposer
  /** Loads the verifier on first use. */
  readonly verifier: () => Promise<Verifier>
  /** Lets one page decode at a time, so that its lines share their forwards with no other page's. */
  readonly decodeTurn: <T>(work: () => Promise<T>) => Promise<T>
  /** Per document. */
  readonly clocks: { readonly draft: BusyClock, readonly verify: BusyClock }
}

export interface PageResult {
  readonly page: ParsedPage
  readonly decode: DecodeStats
  /** How each line ended. */
  readonly fates: readonly LineFate[]
  /** What was decoded; kept only for `compare`. */
  readonly inputs: readonly ComparedInput[]
}

/** Parses one page. Its failures are in the result. @throws SpecparseError for what would strike every page (see FATAL) */
export async function parsePage(page: Page, tools: PageTools, config: Config, signal: AbortSignal): Promise<PageResult> {
  try {
    const scanned = page.items.length === 0 && !page.blank
    const early: Decoded[] = []
    const read = config.effort === 'draft' ? undefined : lineReader(page, tools, signal, (decoded) => early.push(decoded))
    const [regions] = await Promise.all([
      tools.clocks.draft.time(async () => tools.proposer.propose(page, await draftLines(page, tools.sources, signal, read), signal)),
      // Scans will need the verifier: it loads while OCR runs, and one that cannot be loaded is known at once.
      scanned && config.effort !== 'draft' ? tools.verifier() : null,
    ])
    const verified = await verifyRegions(page, regions, tools, config, signal)
    const settled = regions.map((region, r) => settleRegion(region, verified.lines[r] ?? [], verified.verifierId))
    return {
      page: { ...assemblePage(page, settled), failures: verified.failures },
      decode: early.reduce((sum, { stats }) => addStats(sum, stats), verified.decode),
      fates: verified.lines.flat().map(({ fate }) => fate),
      inputs: config.compare ? [...early.flatMap(({ inputs }) => inputs), ...verified.inputs] : [],
    }
  } catch (thrown) {
    const error = asSpecparseError(thrown, 'DRAFT_FAILED', { page: page.number })
    if (FATAL.includes(error.code)) throw error
    return failedPage(page, error)
  } finally {
    page.release()
  }
}

/** A page of which nothing could be read; it stays in the result, with its failure. */
export function failedPage(page: { number: number, width: number, height: number }, error: SpecparseError): PageResult {
  const { number, width, height } = page
  return {
    page: { number, width, height, blocks: [], markdown: '', failures: [asFailure(error, number)] },
    decode: EMPTY_STATS, fates: [], inputs: [],
  }
}

interface Decoded {
  readonly stats: DecodeStats
  readonly inputs: readonly ComparedInput[]
}

/** The verifier for sources that only find lines; what it decodes is `told`. */
function lineReader(page: Page, tools: PageTools, signal: AbortSignal, told: (decoded: Decoded) => void): LineReader {
  return (raster, lines) => tools.clocks.draft.pause(async () => {
    const verifier = await tools.verifier()
    if (verifier.profile.unit !== 'line') return null
    const { readings, stats, inputs } = await tools.decodeTurn(() => tools.clocks.verify.time(() => readLines(verifier, raster, lines, signal)))
    told({ stats, inputs: inputs.map((input) => ({ ...input, region: `p${page.number}-line${input.line + 1}` })) })
    return readings
  })
}

async function draftLines(page: Page, sources: readonly DraftSource[], signal: AbortSignal, read: LineReader | undefined): Promise<readonly Line[]> {
  for (const source of sources) {
    const lines = await source.draft(page, signal, read)
    if (lines !== null) return lines
  }
  throw new SpecparseError('DRAFT_FAILED', 'no draft source could read the page', { page: page.number })
}

interface Verified {
  /** Settled lines of each region. */
  readonly lines: readonly (readonly SettledLine[])[]
  readonly decode: DecodeStats
  readonly inputs: readonly ComparedInput[]
  readonly failures: readonly Failure[]
  readonly verifierId: string | null
}

async function verifyRegions(page: Page, regions: readonly Region[], tools: PageTools, config: Config, signal: AbortSignal): Promise<Verified> {
  const all = regions.flatMap((region, r) => regionLines(region).map((line) => ({ region, r, line })))
  const chosen = all.filter(({ line }) => ownReading(line) === null && isWorthVerifying(line, config.effort))
  const settle = (fate: (line: Line) => SettledLine): SettledLine[][] =>
    regions.map((_, r) => all.filter((entry) => entry.r === r).map(({ line }) => fate(line)))
  const nothing = { decode: EMPTY_STATS, inputs: [], failures: [] }
  const unasked = (line: Line): SettledLine => ownReading(line) === null ? unverifiedLine(line, 'drafted') : settleLine(line, ownReading(line), null)
  const verifier = chosen.length > 0 || all.some(({ line }) => ownReading(line) !== null) ? await tools.verifier() : null
  if (verifier === null || chosen.length === 0) return { ...nothing, lines: settle(unasked), verifierId: verifier?.id ?? null }
  try {
    const raster = await page.raster(readingDpi(page), signal)
    const read = await tools.decodeTurn(() => tools.clocks.verify.time(() =>
      readLines(verifier, raster, chosen.map(({ line }) => line), signal)))
    const readings = new Map<Line, LineReading | null>(chosen.map(({ line }, i) => [line, read.readings[i] ?? null]))
    const trust = config.effort === 'full' ? null : trustOnPage(read.readings, verifier.profile.trust)
    return {
      lines: settle((line) => readings.has(line) ? settleLine(line, readings.get(line) ?? null, trust) : unasked(line)),
      decode: read.stats, failures: [], verifierId: verifier.id,
      inputs: read.inputs.map((input) => ({ ...input, region: `p${page.number}-${chosen[input.line]?.region.id ?? ''}` })),
    }
  } catch (thrown) {
    const error = asSpecparseError(thrown, 'VERIFIER_FAILED', { page: page.number })
    if (FATAL.includes(error.code)) throw error
    const failed = new Set(chosen.map(({ line }) => line))
    return {
      ...nothing, failures: [asFailure(error, page.number)], verifierId: verifier.id,
      lines: settle((line) => failed.has(line) ? unverifiedLine(line, 'failed') : unasked(line)),
    }
  }
}

/** `auto` verifies what the draft itself is unsure of; a believed text layer is sure. */
function isWorthVerifying(line: Line, effort: Config['effort']): boolean {
  return effort === 'full' || effort === 'auto' && lineConfidence(line) < 1
}

function asFailure({ code, message, region }: SpecparseError, page: number): Failure {
  return { code, message, page, region: region ?? null }
}
