// Rendered pages, each read by the OCR and, on the OCR's line boxes, by nano: what `trust` judges.
import { createDraftSources } from '../../drafts/index.ts'
import { resolveConfig } from '../../src/config.ts'
import type { DecodeInput } from '../../src/decode/decode-input.ts'
import { createAlignedDrafter } from '../../src/decode/drafter.ts'
import { readLines } from '../../src/decode/read-lines.ts'
import { Scheduler } from '../../src/decode/scheduler.ts'
import { openInput } from '../../src/input/open-input.ts'
import type { DecodeStats } from '../../src/model/document.ts'
import type { Line } from '../../src/model/line.ts'
import { readingDpi } from '../../src/model/page.ts'
import type { LineReading } from '../../src/model/reading.ts'
import type { Trust } from '../../src/seams/verifier.ts'
import { settleLine, trustOnPage } from '../../src/settle.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { BenchError } from '../bench-error.ts'
import { say } from '../benchmark.ts'
import type { RenderedPage } from '../data/rendered-pages.ts'

export interface PageRead {
  readonly page: RenderedPage
  readonly lines: readonly Line[]
  /** One per line; null where nano cannot read it. */
  readonly readings: readonly (LineReading | null)[]
  readonly inputs: readonly DecodeInput[]
  readonly stats: DecodeStats
}

export interface RenderedRead {
  readonly pages: readonly PageRead[]
  readonly trust: Trust
}

/** Reads the pages one after another. @throws BenchError */
export async function readRendered(pages: readonly RenderedPage[], name: string): Promise<RenderedRead> {
  const config = resolveConfig({ verifier: name, ocr: 'tesseract' })
  const sources = await createDraftSources(config)
  const verifier = await findVerifier(config).load()
  const scheduler = new Scheduler(verifier, { drafter: createAlignedDrafter() })
  const { trust } = verifier.profile
  try {
    if (trust === null) throw new BenchError(`${name} is always believed: there is nothing to measure`, 2)
    const read: PageRead[] = []
    for (const page of pages) {
      read.push(await readPage(page, async (...asked) => {
        for (const source of sources) {
          const lines = await source.draft(...asked)
          if (lines !== null) return lines
        }
        return []
      }, scheduler))
      say(`${page.id}: ${read.at(-1)?.lines.length} lines`)
    }
    return { pages: read, trust }
  } finally {
    await Promise.all(sources.map((source) => source.close()))
    await verifier.dispose()
  }
}

type Draft = Awaited<ReturnType<typeof createDraftSources>>[number]['draft']

async function readPage(page: RenderedPage, draft: Draft, scheduler: Scheduler): Promise<PageRead> {
  const { signal } = new AbortController()
  const input = await openInput(page.image, { config: resolveConfig({}), signal })
  try {
    const opened = await input.page(1)
    const lines = await draft(opened, signal) ?? []
    const { readings, inputs, stats } = await readLines(scheduler, await opened.raster(readingDpi(opened), signal), lines, { signal })
    return { page, lines, readings, inputs, stats }
  } finally {
    await input.close()
  }
}

/** The page's text as the OCR has it, as nano has it on the same boxes, and as both together settle it. */
export function pageTexts({ lines, readings }: PageRead, trust: Trust): { ocr: string, nano: string, both: string } {
  const onPage = trustOnPage(readings, trust)
  const settle = (limits: Trust | null): string => lines.map((line, i) => settleLine(line, readings[i] ?? null, limits).text).join('\n')
  return { ocr: lines.map(({ text }) => text).join('\n'), nano: settle(null), both: settle(onPage) }
}
