// The path of one page: draft its lines, group them into regions, verify what is worth it.
import { encodeLink, insertPictures } from './assemble/insert-pictures.ts'
import { BusyClock } from './busy-clock.ts'
import type { Config } from './config.ts'
import { draftLines } from './decode/draft-lines.ts'
import { type LinesRead, readLines } from './decode/read-lines.ts'
import { addStats } from './decode/stats.ts'
import type { DocumentContext } from './document-context.ts'
import { asSpecparseError, type ErrorCode, SpecparseError } from './errors.ts'
import type { Box } from './model/box.ts'
import type { ParsedPage } from './model/document.ts'
import { ownReading } from './model/line.ts'
import type { Page } from './model/page.ts'
import { type Region, regionLines } from './model/region.ts'
import { writePictures } from './output/picture-files.ts'
import type { DraftSource, LineReader, PreparedPage } from './seams/draft-source.ts'
import type { RegionProposer } from './seams/region-proposer.ts'
import type { Verifier } from './seams/verifier.ts'
import type { Target } from './target.ts'
import { asFailure, draftedPage, failedPage, type VerifiedPage } from './verify/verified-page.ts'
import { putBack } from './verify/put-back.ts'
import { verify } from './verify/verify.ts'
import { isRegionWorthVerifying, isWorthVerifying } from './verify/worth-verifying.ts'

/** Errors that would strike every page alike: they end the document. */
const FATAL: readonly ErrorCode[] = ['ABORTED', 'TIMEOUT', 'CONFIG_INVALID', 'MISSING_DEPENDENCY', 'VERIFIER_UNAVAILABLE', 'OUTPUT_FAILED']

export interface PageTools {
  /** Asked in this order; the first that can tell is believed. */
  readonly sources: readonly DraftSource[]
  readonly proposer: RegionProposer
  /** What pages of the document know of each other. */
  readonly context: DocumentContext
  /** Names of picture files begin with it. */
  readonly documentName: string
  /** False: tables and formulas of a believed text layer are not for this verifier, which reads single lines. */
  readonly readsRegions: boolean
  /** Loads the verifier on first use. @throws SpecparseError also ABORTED and TIMEOUT, at once */
  readonly target: (signal: AbortSignal) => Promise<Target>
  /** A line reader whose encoder drafts, where no verifier reads lines. @throws SpecparseError as `target` */
  readonly lineDrafter: (signal: AbortSignal) => Promise<Verifier>
  /** Per document. */
  readonly clocks: { readonly draft: BusyClock, readonly verify: BusyClock }
}

/** Parses one page. Its failures are in the result. @throws SpecparseError for what would strike every page (see FATAL) */
export async function parsePage(page: Page, tools: PageTools, config: Config, signal: AbortSignal): Promise<VerifiedPage> {
  try {
    const scanned = page.items.length === 0 && !page.blank
    const early: LinesRead[] = []
    const own = new BusyClock()
    const read = lineReader(page, tools, { config, own, signal, told: (lines) => early.push(lines) })
    const [{ sheet, regions, notes }] = await Promise.all([
      tools.clocks.draft.time(() => own.time(() => draftRegions(page, tools, signal, read))),
      // Scans will need the verifier: it loads while OCR runs, and one that cannot be loaded is known at once.
      scanned && config.effort !== 'draft' ? tools.target(signal) : null,
    ])
    const verified = await verifyPage(sheet.page, regions, tools, config, signal)
    return {
      ...verified,
      page: putBack(await savePictures(sheet.page, verified.page, tools.documentName, config, signal), page, sheet.back),
      notes,
      ...hasOwnReadings(regions) ? { findSeconds: own.seconds } : {},
      decode: early.reduce((sum, { stats }) => addStats(sum, stats), verified.decode),
      inputs: config.compare ? [...early.flatMap(({ inputs }) => inputs.map((input) => ({ ...input, region: `p${page.number}-line${input.line + 1}` }))), ...verified.inputs] : [],
    }
  } catch (thrown) {
    const error = asSpecparseError(thrown, 'DRAFT_FAILED', { page: page.number })
    if (FATAL.includes(error.code)) throw error
    return failedPage(page, error)
  } finally {
    tools.context.tell(page.number, null)
    page.release()
  }
}

/** The page with its pictures in files, where they are asked for; one that cannot be drawn is a failure beside its text. */
async function savePictures(page: Page, parsed: ParsedPage, documentName: string, config: Config, signal: AbortSignal): Promise<ParsedPage> {
  if (config.images === null) return parsed
  try {
    const names = await writePictures(page, parsed, config.images, documentName, signal)
    const links = config.imageLinks ?? `${config.images.replace(/\/+$/, '')}/`
    return insertPictures(parsed, new Map([...names].map(([id, name]) => [id, encodeLink(links + name)])))
  } catch (thrown) {
    const error = asSpecparseError(thrown, 'CORRUPT_PDF', { page: page.number })
    if (FATAL.includes(error.code)) throw error
    return { ...parsed, failures: [...parsed.failures, asFailure(error, page.number)] }
  }
}

interface ReadingPage {
  readonly config: Config
  /** The page's own clock of drafting. */
  readonly own: BusyClock
  readonly signal: AbortSignal
  /** What the verifier decodes. */
  readonly told: (read: LinesRead) => void
}

/** Who reads lines for sources that only find them: the verifier, whose time is not the draft's, or else a line reader's encoder. */
function lineReader(page: Page, tools: PageTools, { config, own, signal, told }: ReadingPage): LineReader {
  const verified: (...found: Parameters<LineReader>) => Promise<LinesRead['readings'] | null> = (raster, lines) =>
    tools.clocks.draft.pause(() => own.pause(async () => {
      const { scheduler } = await tools.target(signal)
      if (scheduler.verifier.profile.unit !== 'line') return null
      const read = await tools.clocks.verify.time(() => readLines(scheduler, raster, lines, { priority: page.number, signal }))
      told(read)
      return read.readings
    }))
  return async (raster, lines) => (config.effort === 'draft' ? null : await verified(raster, lines))
    ?? draftLines(await tools.lineDrafter(signal), raster, lines, signal)
}

/** The page as the source that could tell wanted it, and its regions there. */
async function draftRegions(
  page: Page, { sources, proposer, context }: PageTools, signal: AbortSignal, read: LineReader,
): Promise<{ readonly sheet: PreparedPage, readonly regions: readonly Region[], readonly notes: readonly string[] }> {
  const notes: string[] = []
  if (page.items.length === 0) context.tell(page.number, null)
  for (const source of sources) {
    const sheet = await source.prepare?.(page, signal, read) ?? { page, back: (box: Box) => box }
    const lines = await source.draft(sheet.page, signal, read)
    // text layers are read at once, so pages can wait for each other's
    if (page.items.length > 0) context.tell(page.number, lines === null ? null : { page: sheet.page, lines })
    const note = source.note?.(sheet.page) ?? null
    if (note !== null) notes.push(note)
    if (lines === null) continue
    const native = page.items.length > 0 && source === sources[0]
    const regions = await proposer.propose(sheet.page, lines, signal, native ? await context.around(page.number, signal) : [])
    return { sheet, regions: native ? await context.level(page.number, regions, signal) : regions, notes }
  }
  throw new SpecparseError('DRAFT_FAILED', 'no draft source could read the page', { page: page.number })
}

/** True when the verifier has read lines itself. */
function hasOwnReadings(regions: readonly Region[]): boolean {
  return regions.some((region) => regionLines(region).some((line) => ownReading(line) !== null))
}

/** The draft, as far as the verifier does not know better; a verifier that breaks down leaves it as it is. */
async function verifyPage(page: Page, regions: readonly Region[], tools: PageTools, config: Config, signal: AbortSignal): Promise<VerifiedPage> {
  const isWorth = regions.some((region) => tools.readsRegions ? isRegionWorthVerifying(region, config.effort)
    : regionLines(region).some((line) => isWorthVerifying(line, config.effort)))
  if (!hasOwnReadings(regions) && !isWorth) return draftedPage(page, regions)
  const { scheduler } = await tools.target(signal)
  try {
    return await tools.clocks.verify.time(() => verify({ page, regions }, scheduler, config, signal))
  } catch (thrown) {
    const error = asSpecparseError(thrown, 'VERIFIER_FAILED', { page: page.number })
    if (FATAL.includes(error.code)) throw error
    const drafted = draftedPage(page, regions, 'failed')
    return { ...drafted, page: { ...drafted.page, failures: [asFailure(error, page.number)] } }
  }
}
