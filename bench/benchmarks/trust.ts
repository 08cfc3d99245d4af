// When is nano to be believed? OCR and nano read rendered pages (training/render_pages.py) whose text is known; for
// every pair of limits, the errors that remain. The best pair is what verifiers/nano.ts uses as `trust`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { createDraftSources } from '../../drafts/index.ts'
import { resolveConfig } from '../../src/config.ts'
import { alignedDrafter } from '../../src/decode/drafter.ts'
import { readLines } from '../../src/decode/read-lines.ts'
import { Scheduler } from '../../src/decode/scheduler.ts'
import { openInput } from '../../src/input/open-input.ts'
import { lineConfidence } from '../../src/model/line.ts'
import { readingDpi } from '../../src/model/page.ts'
import type { Trust } from '../../src/seams/verifier.ts'
import { settleLine } from '../../src/settle.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { BenchError } from '../bench-error.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { markdownTable } from '../markdown-table.ts'
import { requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

const indexSchema = z.array(z.object({ id: z.string(), image: z.string(), text: z.string(), clean: z.boolean() }))

type Pages = z.infer<typeof indexSchema>

/** Limits tried; 2 = never trust nano, 1.01 = whatever the draft's confidence. */
const MIN_CONFIDENCES = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 2]
/** Mean confidences of a page's readings below which the page is left alone. */
const MIN_PAGE_CONFIDENCES = [0, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9]
const MAX_DRAFT_CONFIDENCES = [0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9, 0.92, 0.94, 1.01]

interface Sample {
  readonly clean: boolean
  readonly pageConfidence: number
  readonly draft: { readonly confidence: number, readonly errors: number }
  readonly reading: { readonly confidence: number, readonly errors: number, readonly complete: boolean } | null
  readonly characters: number
}

export const benchmark: Benchmark = {
  options: { data: { type: 'string' }, verifier: { type: 'string', default: 'nano' } },
  async run(options) {
    const folder = requiredOption(options, 'data')
    const pages = readIndex(folder)
    return { ...await trust(folder, pages, requiredOption(options, 'verifier')), dataHash: await hashFiles(pages.map(({ image }) => join(folder, image))) }
  },
}

/** Character errors of OCR, of nano and of both under every pair of limits. */
async function trust(folder: string, pages: Pages, name: string): Promise<Record<string, unknown>> {
  const { samples, shipped } = await collect(folder, pages, name)
  const total = (of: (sample: Sample) => number, clean?: boolean): number =>
    samples.filter((sample) => clean === undefined || sample.clean === clean).reduce((sum, sample) => sum + of(sample), 0)
  const errorsWith = (minConfidence: number, maxDraftConfidence: number, minPageConfidence = 0) => (sample: Sample): number => {
    const { draft, reading, pageConfidence } = sample
    const believed = reading !== null && pageConfidence >= minPageConfidence && reading.complete && reading.confidence >= minConfidence && draft.confidence < maxDraftConfidence
    return believed ? reading.errors : draft.errors
  }
  const grid = MIN_CONFIDENCES.flatMap((minConfidence) => MAX_DRAFT_CONFIDENCES.map((maxDraftConfidence) => {
    const errors = errorsWith(minConfidence, maxDraftConfidence)
    return { minConfidence, maxDraftConfidence, clean: total(errors, true), degraded: total(errors, false) }
  }))
  const draftErrors = { clean: total(({ draft }) => draft.errors, true), degraded: total(({ draft }) => draft.errors, false) }
  const harmless = grid.filter((cell) => cell.clean <= draftErrors.clean)
  const best = harmless.reduce((a, b) => b.clean + b.degraded < a.clean + a.degraded ? b : a)
  const byPage = MIN_PAGE_CONFIDENCES.map((minPageConfidence) => {
    const errors = errorsWith(best.minConfidence, best.maxDraftConfidence, minPageConfidence)
    return { minPageConfidence, clean: total(errors, true), degraded: total(errors, false) }
  })
  const withShipped = (limits: Trust): ((sample: Sample) => number) =>
    errorsWith(limits.minConfidence, limits.maxDraftConfidence, limits.minPageConfidence)
  const nanoErrors = (sample: Sample): number => sample.reading?.errors ?? sample.draft.errors
  say(markdownTable(['believe nano from', 'where OCR is below', 'errors, clean', 'errors, degraded'],
    grid.map((cell) => [cell.minConfidence, cell.maxDraftConfidence, cell.clean, cell.degraded].map(String))))
  return {
    lines: samples.length,
    characters: { clean: total(({ characters }) => characters, true), degraded: total(({ characters }) => characters, false) },
    errors: { draft: draftErrors, nano: { clean: total(nanoErrors, true), degraded: total(nanoErrors, false) } },
    best, byPage,
    shipped: shipped === null ? null : {
      ...shipped, clean: total(withShipped(shipped), true), degraded: total(withShipped(shipped), false),
    },
  }
}

async function collect(folder: string, pages: Pages, name: string): Promise<{ samples: Sample[], shipped: Trust | null }> {
  const config = resolveConfig({ verifier: name })
  const { signal } = new AbortController()
  const [, ocr] = await createDraftSources(config)
  const verifier = await findVerifier(config)()
  const scheduler = new Scheduler(verifier, { drafter: alignedDrafter })
  const samples: Sample[] = []
  try {
    for (const { image, text, clean, id } of pages) {
      const input = await openInput(join(folder, image), { config, signal })
      const page = await input.page(1)
      const lines = await ocr?.draft(page, signal) ?? []
      const { readings } = await readLines(scheduler, await page.raster(readingDpi(page), signal), lines, { signal })
      const truths = readFileSync(join(folder, text), 'utf8').trim().split('\n')
      const confidences = readings.flatMap((reading) => reading?.confidence ?? [])
      const pageConfidence = confidences.reduce((sum, confidence) => sum + confidence, 0) / Math.max(1, confidences.length)
      lines.forEach((line, i) => {
        const truth = nearest(line.text, truths)
        const reading = readings[i] ?? null
        samples.push({
          clean, pageConfidence, characters: truth.length,
          draft: { confidence: lineConfidence(line), errors: distance(line.text, truth) },
          reading: reading === null ? null : { ...reading, errors: distance(settleLine(line, reading, null).text, truth) },
        })
      })
      say(`${id}: ${lines.length} lines`)
      await input.close()
    }
  } finally {
    await ocr?.close()
    await verifier.dispose()
  }
  return { samples, shipped: verifier.profile.trust }
}

function readIndex(folder: string): Pages {
  try {
    return indexSchema.parse(JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8')))
  } catch (error) {
    throw new BenchError(`${folder} has no pages.json as training/render_pages.py writes it: ${error instanceof Error ? error.message.split('\n')[0] : ''}`, 2)
  }
}

function nearest(text: string, truths: readonly string[]): string {
  return truths.reduce((best, truth) => distance(text, truth) < distance(text, best) ? truth : best)
}
