// A target that reads whole pages: stage 2 of HSD (arXiv 2602.12957, section 3). The page is one sequence that starts at
// once with the written draft; regions that are worth it are read beside it (stage 1), and become drafts as they come.
import { layOutBlocks } from '../assemble/assemble-page.ts'
import type { Config } from '../config.ts'
import type { Scheduler } from '../decode/scheduler.ts'
import { addStats, EMPTY_STATS } from '../decode/stats.ts'
import type { Block } from '../model/document.ts'
import { readingDpi } from '../model/page.ts'
import { regionLines } from '../model/region.ts'
import { wholePage } from './page-crop.ts'
import { placeWritten } from './place-written.ts'
import { PLAIN } from './plain-format.ts'
import { brokenReading, keptBlock, squeezed } from './settle-block.ts'
import { readPoorRegions } from './stage-one.ts'
import type { LineFate } from '../settle.ts'
import { asFailure, draftedPage, type VerifiedPage } from './verified-page.ts'
import { type Drafted, isRegionWorthVerifying } from './worth-verifying.ts'

export async function verifyWhole(drafted: Drafted, scheduler: Scheduler, config: Config, signal: AbortSignal): Promise<VerifiedPage> {
  const { page, regions } = drafted
  const draft = draftedPage(page, regions)
  if (!regions.some((region) => isRegionWorthVerifying(region, config.effort))) return draft
  const { verifier } = scheduler
  const format = verifier.profile.format ?? PLAIN
  const raster = await page.raster(readingDpi(page), signal, 3)
  const { input, shows } = wholePage(raster, verifier.profile)
  const more: string[] = []
  const whole = { input, draft: { text: format.write(draft.page.blocks, shows), confidence: meanConfidence(draft.page.blocks) }, more }
  const pageDone = new AbortController()
  const reading = scheduler.run([whole], { priority: page.number, signal }).finally(() => pageDone.abort())
  const stage1 = config.scope !== 'auto' ? EMPTY_STATS
    : await readPoorRegions(drafted, draft.page.blocks, raster, scheduler, AbortSignal.any([signal, pageDone.signal]), (block) => more.push(format.write([block], shows)))
  const { decoded: [decoded], stats } = await reading
  if (decoded === undefined) throw new RangeError('a page without a reading')
  const broken = brokenReading(decoded, verifier.id)
  const blocks = broken !== null ? draft.page.blocks.map((block) => keptBlock(block, decoded, broken))
    : placeWritten(page, format.read(decoded.text, shows), draft.page.blocks, decoded.confidence)
  return {
    page: { ...layOutBlocks(page, blocks), failures: decoded.error === null ? [] : [asFailure(decoded.error, page.number)] },
    decode: addStats(stats, stage1),
    fates: fatesOf(drafted, draft.page.blocks, blocks, broken, decoded.error !== null),
    inputs: config.compare ? [{ ...whole, region: `p${page.number}` }] : [],
  }
}

function meanConfidence(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, blocks.length)
}

/** A drafted line is accepted when its block stands in the output as it was drafted. */
function fatesOf({ regions }: Drafted, draft: readonly Block[], blocks: readonly Block[], broken: string | null, failed: boolean): LineFate[] {
  const accepted = new Set(blocks.flatMap(({ provenance, text }) => provenance === 'accepted' ? [squeezed(text)] : []))
  return regions.flatMap((region, r) => regionLines(region).map((): LineFate =>
    failed ? 'failed' : broken !== null ? 'kept' : accepted.has(squeezed(draft[r]?.text ?? '')) ? 'accepted' : 'corrected'))
}
