// The line crops of scanned pages, as parsing them would hand them to a line-reading verifier.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { basename, join } from 'node:path'
import { createDraftSources } from '../../drafts/index.ts'
import type { Config } from '../../src/config.ts'
import type { ComparedInput } from '../../src/decode/compare.ts'
import { createAlignedDrafter } from '../../src/decode/drafter.ts'
import { readLines } from '../../src/decode/read-lines.ts'
import { Scheduler } from '../../src/decode/scheduler.ts'
import { openInput } from '../../src/input/open-input.ts'
import { ownReading } from '../../src/model/line.ts'
import { type Page, readingDpi } from '../../src/model/page.ts'
import type { DraftSource, LineReader } from '../../src/seams/draft-source.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { ROOT } from '../built.ts'

const SCAN = /\.(?:tiff?|png|jpe?g|pdf)$/i

export interface ScannedPage {
  readonly name: string
  readonly inputs: readonly ComparedInput[]
  /** Finding the lines, and reading them where the draft source does so. */
  readonly draftSeconds: number
  /** True: the lines were only found; their draft is the one that the verifier's encoder gives for nothing. */
  readonly onlyFound: boolean
}

/** The scans of a data folder; without the folder, the samples that ship. */
export function scanFiles(data: string): string[] {
  const folder = existsSync(join(data, 'scans')) ? join(data, 'scans') : fileURLToPath(new URL('samples', ROOT))
  return readdirSync(folder).filter((name) => SCAN.test(name)).sort().map((name) => join(folder, name))
}

/** Pages of the files that have no text layer. */
export async function scannedPages(files: readonly string[], verifier: Verifier, config: Config): Promise<ScannedPage[]> {
  const { signal } = new AbortController()
  const scheduler = new Scheduler(verifier, { drafter: createAlignedDrafter() })
  const sources = await createDraftSources(config)
  const pages: ScannedPage[] = []
  try {
    for (const file of files) {
      const input = await openInput(file, { config, signal })
      for (let number = 1; number <= input.pageCount; number++) {
        const page = await input.page(number)
        if (page.items.length === 0) pages.push({ ...await scannedPage(page, sources, scheduler, signal), name: `${basename(file)} ${number}` })
        page.release()
      }
      await input.close()
    }
  } finally {
    for (const source of sources) await source.close()
  }
  return pages.filter(({ inputs }) => inputs.length > 0)
}

async function scannedPage(page: Page, sources: readonly DraftSource[], scheduler: Scheduler, signal: AbortSignal): Promise<Omit<ScannedPage, 'name'>> {
  await page.raster(readingDpi(page), signal) // drawing a page is not finding its lines
  const early: ComparedInput[] = []
  let reading = 0
  const label = (input: { readonly line: number }): string => `p${page.number}-line${input.line + 1}`
  const read: LineReader = async (picture, found) => {
    const began = performance.now()
    const { readings, inputs } = await readLines(scheduler, picture, found, { signal })
    early.push(...inputs.map((input) => ({ ...input, region: label(input) })))
    reading += performance.now() - began
    return readings
  }
  const start = performance.now()
  for (const source of sources) {
    const sheet = (await source.prepare?.(page, signal, read))?.page ?? page
    const lines = await source.draft(sheet, signal, read)
    if (lines === null) continue
    const draftSeconds = (performance.now() - start - reading) / 1000
    if (early.length > 0) return { inputs: early, draftSeconds, onlyFound: true }
    const raster = await sheet.raster(readingDpi(sheet), signal)
    const { inputs } = await readLines(scheduler, raster, lines.filter((line) => ownReading(line) === null), { signal })
    return { inputs: inputs.map((input) => ({ ...input, region: label(input) })), draftSeconds, onlyFound: false }
  }
  return { inputs: [], draftSeconds: 0, onlyFound: false }
}
