// Stage 1 beside a page that is being read: regions whose draft is poor are read on their own, many at a time, so that
// the page finds their text ready. HSD (arXiv 2602.12957) reads every region; here each has to pay for its prefill.
import type { Scheduler } from '../decode/scheduler.ts'
import { addStats, EMPTY_STATS } from '../decode/stats.ts'
import type { Block, DecodeStats } from '../model/document.ts'
import type { Raster } from '../model/raster.ts'
import { regionLines } from '../model/region.ts'
import type { WrittenBlock } from '../seams/output-format.ts'
import type { Drafted } from './worth-verifying.ts'
import { canRead, readRegion, regionJob, type RegionJob } from './verify-regions.ts'

/** Errors that make a region worth reading while nothing has been measured: each costs the page's sequence a step. */
const ENOUGH_ERRORS = 8

/**
 * Reads regions until all are read or `signal` says that the page is done; `found` gets each reading at once.
 * Returns what was decoded. Failures are none of the page's: they cost speed only.
 */
export async function readPoorRegions(
  { page, regions }: Drafted, blocks: readonly Block[], raster: Raster, scheduler: Scheduler, signal: AbortSignal, found: (written: WrittenBlock) => void,
): Promise<DecodeStats> {
  const { profile } = scheduler.verifier
  const jobs = regions.flatMap((region, r) => {
    if (!canRead(region, profile)) return []
    const job = regionJob(raster, region, blocks[r] as Block, profile)
    return pays(job, scheduler) ? [job] : []
  })
  const stats = await Promise.all(jobs.map(async (job): Promise<DecodeStats> => {
    try {
      const { decoded: [decoded], stats } = await scheduler.run([job.input], { priority: page.number, signal })
      if (decoded?.ended === 'stop') found(readRegion(job, decoded.text, profile))
      return stats
    } catch {
      return EMPTY_STATS
    }
  }))
  return stats.reduce(addStats, EMPTY_STATS)
}

/** Does the time that the region's errors cost the page exceed the time of another picture's prefill? */
function pays({ region, input: { input: { image } } }: RegionJob, { costs }: Scheduler): boolean {
  const errors = regionLines(region).flatMap(({ words }) => words).reduce((sum, { confidence }) => sum + 1 - confidence, 0)
  const prefill = costs.open(image.width * image.height)
  return prefill === null ? errors >= ENOUGH_ERRORS : errors * costs.step() > prefill
}
