// Rendered pages, each read by the OCR, by nano on the OCR's line boxes, and by nano alone: what `trust` judges.
import { createNanoDraft } from '../../drafts/nano/nano.ts'
import { createOcr } from '../../drafts/ocr/ocr.ts'
import { createScanDraft } from '../../drafts/scan/scan.ts'
import { resolveConfig } from '../../src/config.ts'
import { createAlignedDrafter } from '../../src/decode/drafter.ts'
import { readLines } from '../../src/decode/read-lines.ts'
import { Scheduler } from '../../src/decode/scheduler.ts'
import { openInput } from '../../src/input/open-input.ts'
import { type Line, ownReading } from '../../src/model/line.ts'
import { readingDpi } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import type { LineReading } from '../../src/model/reading.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import type { Trust } from '../../src/seams/verifier.ts'
import { settleLine, trustOnPage } from '../../src/settle.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { say } from '../benchmark.ts'
import type { RenderedPage } from '../data/rendered-pages.ts'

/** Confidences are as the readers say, not calibrated. */
export interface PageRead {
  readonly page: RenderedPage
  /** As the OCR has them. */
  readonly lines: readonly Line[]
  /** One per line; null where nano cannot read it. */
  readonly readings: readonly (LineReading | null)[]
  /** Of the lines that nano finds by itself. */
  readonly ownReadings: readonly LineReading[]
}

/** Reads the pages one after another. @throws BenchError */
export async function readRendered(pages: readonly RenderedPage[], folder: string): Promise<PageRead[]> {
  // a folder is opened without a trust of its own
  const verifier = await findVerifier(resolveConfig({ verifier: `onnx:${folder}` })).load()
  const sources = { ocr: createOcr({ languages: ['eng'], threads: null }, []), nano: createNanoDraft() }
  const scan = createScanDraft(sources.ocr)
  const scheduler = new Scheduler(verifier, { drafter: createAlignedDrafter() })
  try {
    const read: PageRead[] = []
    for (const page of pages) {
      read.push(await readPage(page, { ...sources, scan }, scheduler))
      say(`${page.id}: ${read.at(-1)?.lines.length} lines`)
    }
    return read
  } finally {
    await Promise.all([scan.close(), sources.nano.close()])
    await verifier.dispose()
  }
}

async function readPage(page: RenderedPage, { ocr, nano, scan }: Record<'ocr' | 'nano' | 'scan', DraftSource>, scheduler: Scheduler): Promise<PageRead> {
  const { signal } = new AbortController()
  const input = await openInput(page.image, { config: resolveConfig({}), signal })
  const read = async (raster: Raster, lines: readonly Line[]): Promise<readonly (LineReading | null)[]> => (await readLines(scheduler, raster, lines, { signal })).readings
  try {
    const given = await input.page(1)
    const opened = (await scan.prepare?.(given, signal, read))?.page ?? given
    const lines = await ocr.draft(opened, signal) ?? []
    const own = await nano.draft(opened, signal, read) ?? []
    const readings = await read(await opened.raster(readingDpi(opened), signal), lines)
    return { page, lines, readings, ownReadings: own.flatMap((line) => ownReading(line) ?? []) }
  } finally {
    await input.close()
  }
}

/** The page's text as the OCR has it, as nano has it on the same boxes, and as both together settle it. */
export function pageTexts({ lines, readings }: Pick<PageRead, 'lines' | 'readings'>, trust: Trust): { ocr: string, nano: string, both: string } {
  const onPage = trustOnPage(readings, trust)
  const settle = (limits: Trust | null): string => lines.map((line, i) => settleLine(line, readings[i] ?? null, limits).text).join('\n')
  return { ocr: lines.map(({ text }) => text).join('\n'), nano: settle(null), both: settle(onPage) }
}
