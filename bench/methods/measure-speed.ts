// Parses pages once more, each in a process of its own, and decodes them plainly as well: what speculation gained.
// Apart from the accuracy run, so that neither disturbs the other's times.
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Options } from '../../src/config.ts'
import type { SpeedSample } from '../metrics/speed.ts'
import { parseApart } from './parse-apart.ts'

/** Sample null = the page could not be measured, and why. */
export type PageSpeed =
  | { readonly page: string; readonly sample: SpeedSample; readonly reason: null }
  | { readonly page: string; readonly sample: null; readonly reason: string }

export interface MeasureSettings {
  readonly effort: NonNullable<Options['effort']>
  /** Pages measured before are taken from the log. */
  readonly resume: boolean
  readonly limitSeconds: number
}

/** Measures the images in order and logs them to `log`, one JSON object a line. */
export async function* measureSpeed(images: readonly string[], log: string, settings: MeasureSettings): AsyncGenerator<PageSpeed, void> {
  await mkdir(dirname(log), { recursive: true })
  const done = new Map(
    (settings.resume ? await readSpeedLog(log) : []).filter(({ sample }) => sample !== null).map((entry) => [entry.page, entry]),
  )
  if (!settings.resume) await writeFile(log, '')
  for (const image of images) {
    const known = done.get(basename(image))
    if (known !== undefined) {
      yield known
      continue
    }
    const measured = await measure(image, settings)
    await appendFile(log, `${JSON.stringify(measured)}\n`)
    yield measured
  }
}

/** What was logged, the last word on every page; nothing when there is no log. */
export async function readSpeedLog(path: string): Promise<PageSpeed[]> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const entries = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as PageSpeed)
  return [...new Map(entries.map((entry) => [entry.page, entry])).values()]
}

async function measure(image: string, { effort, limitSeconds }: MeasureSettings): Promise<PageSpeed> {
  const page = basename(image)
  const report = await parseApart({ file: image, options: { effort, compare: true } }, limitSeconds)
  if (report.ok === null) return { page, sample: null, reason: report.reason }
  if (!report.ok) return { page, sample: null, reason: `${report.code}: ${report.message}` }
  const { stats, blocks } = report.document
  return {
    page,
    sample: { stats, blocks: blocks.map(({ kind, acceptance }) => ({ kind, acceptance })), peakRssMb: report.peakRssMb },
    reason: null,
  }
}
