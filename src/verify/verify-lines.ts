// A target that reads lines: each line that is worth it is decoded, then draft and reading are settled line by line.
import type { Config } from '../config.ts'
import { type LinesRead, readLines } from '../decode/read-lines.ts'
import type { Scheduler } from '../decode/scheduler.ts'
import { EMPTY_STATS } from '../decode/stats.ts'
import { type Line, ownReading } from '../model/line.ts'
import { readingDpi } from '../model/page.ts'
import type { LineReading } from '../model/reading.ts'
import { regionLines } from '../model/region.ts'
import { settleLine, type SettledLine, trustOnPage, unverifiedLine } from '../settle.ts'
import { asFailure, settledPage, type VerifiedPage } from './verified-page.ts'
import { type Drafted, isWorthVerifying } from './worth-verifying.ts'

const NOTHING_READ: LinesRead = { readings: [], inputs: [], stats: EMPTY_STATS }

export async function verifyLines({ page, regions }: Drafted, scheduler: Scheduler, config: Config, signal: AbortSignal): Promise<VerifiedPage> {
  const { verifier } = scheduler
  const regionOf = new Map(regions.flatMap((region) => regionLines(region).map((line) => [line, region.id] as const)))
  const chosen = [...regionOf.keys()].filter((line) => ownReading(line) === null && isWorthVerifying(line, config.effort))
  const read = chosen.length === 0 ? NOTHING_READ : await readLines(scheduler, await page.raster(readingDpi(page), signal), chosen, { priority: page.number, signal })
  const readings = new Map<Line, LineReading | null>(chosen.map((line, i) => [line, read.readings[i] ?? null]))
  const trust = config.effort === 'full' ? null : verifier.profile.trust
  const trustOnDrafts = trustOnPage(read.readings, trust)
  const settle = (line: Line): SettledLine => {
    if (readings.has(line)) return settleLine(line, readings.get(line) ?? null, trustOnDrafts)
    return ownReading(line) === null ? unverifiedLine(line, 'drafted') : settleLine(line, ownReading(line), trust)
  }
  const { page: parsed, fates } = settledPage(page, regions, settle, verifier.id)
  const idOf = (index: number): string => regionOf.get(chosen[index] as Line) ?? ''
  return {
    page: { ...parsed, failures: read.readings.flatMap((reading, i) => reading?.error == null ? [] : [asFailure(reading.error, page.number, idOf(i))]) },
    decode: read.stats, fates,
    inputs: config.compare ? read.inputs.map((input) => ({ ...input, region: `p${page.number}-${idOf(input.line)}` })) : [],
  }
}
