// nano on scanned pages: speculation against plain decoding, one sequence at a time and at its best batch size.
import { resolveConfig } from '../../src/config.ts'
import { createAlignedDrafter, plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { say } from '../benchmark.ts'
import { scannedPages } from '../data/scan-lines.ts'
import { figure } from '../markdown-table.ts'
import { decodeTimed } from './decode-timed.ts'
import { fastest, inTurns, median, medianSeconds, type Timed } from './rounds.ts'

export interface NanoFigures {
  /** Plain decoding at its best batch size over speculation, decoding only. */
  readonly vsBatched: number
  /** The same, plain decoding one sequence at a time. */
  readonly vsSequential: number
  /** As `vsBatched`, with what nano will say as the draft: the most that drafting can give; and with another line's text. */
  readonly perfectDrafts: number
  readonly hopelessDrafts: number
  /** Drafting, encoding and decoding, against the same without what only speculation needs; the worst page, then all pages. */
  readonly endToEnd: number
  readonly endToEndAll: number
  readonly plainBatch: number
  readonly pages: readonly { readonly name: string, readonly crops: number, readonly draftSeconds: number, readonly endToEnd: number }[]
  readonly runs: Readonly<Record<string, readonly Timed[]>>
}

/** Decodes the lines of all pages together, and then page by page. */
export async function measureNano(files: readonly string[], rounds: number): Promise<NanoFigures> {
  const config = resolveConfig({ ocr: 'nano' })
  const verifier = await findVerifier(config).load()
  try {
    const pages = await scannedPages(files, verifier, config)
    const inputs = pages.flatMap((page) => page.inputs)
    const { maxBatch } = verifier.capabilities
    const batches = [maxBatch, maxBatch / 2, maxBatch / 4].map(Math.ceil)
    const plain = (batch: number): Promise<Timed> => decodeTimed(verifier, inputs, { drafter: plainDrafter, batch })
    const { decoded } = await speculate(verifier, inputs, { drafter: createAlignedDrafter(), signal: new AbortController().signal })
    const drafted = (text: (index: number) => string): Promise<Timed> =>
      decodeTimed(verifier, inputs.map((input, i) => ({ ...input, draft: { text: text(i), confidence: 1 } })), { drafter: createAlignedDrafter() })
    const runs: Record<string, Timed[]> = await inTurns(rounds, {
      ours: () => decodeTimed(verifier, inputs, { drafter: createAlignedDrafter() }),
      perfect: () => drafted((i) => decoded[i]?.text ?? ''), hopeless: () => drafted((i) => decoded[(i + (decoded.length >> 1)) % decoded.length]?.text ?? ''),
      ...Object.fromEntries(batches.map((batch) => [`plain ${batch}`, () => plain(batch)])),
    })
    runs['plain 1'] = [await plain(1)]
    const best = fastest(runs, batches.map((batch) => `plain ${batch}`))
    const seconds = (name: string): number => medianSeconds(runs[name] ?? [])
    const byPage: { name: string, crops: number, draftSeconds: number, ours: number, plain: number }[] = []
    for (const { name, inputs: crops, draftSeconds, onlyFound } of pages) {
      const batch = Number(best.slice('plain '.length))
      const { ours, plain: slow } = await inTurns(rounds, {
        ours: () => decodeTimed(verifier, crops, { drafter: createAlignedDrafter() }), plain: () => decodeTimed(verifier, crops, { drafter: plainDrafter, batch }),
      })
      const both = (runs: readonly Timed[]): number => median(runs.map(({ seconds, encodeSeconds }) => seconds + encodeSeconds))
      // finding the lines is needed both ways; reading them is not
      byPage.push({ name, crops: crops.length, draftSeconds, ours: draftSeconds + both(ours), plain: (onlyFound ? draftSeconds : 0) + both(slow) })
    }
    const sum = (of: (page: (typeof byPage)[number]) => number): number => byPage.reduce((so, page) => so + of(page), 0)
    const figures = {
      vsBatched: seconds(best) / seconds('ours'), vsSequential: seconds('plain 1') / seconds('ours'),
      perfectDrafts: seconds(best) / seconds('perfect'), hopelessDrafts: seconds(best) / seconds('hopeless'),
      endToEnd: Math.min(...byPage.map((page) => page.plain / page.ours)), endToEndAll: sum(({ plain }) => plain) / sum(({ ours }) => ours),
      plainBatch: Number(best.slice('plain '.length)),
    }
    say(`nano, ${inputs.length} crops of ${pages.length} pages: ${figure(figures.vsBatched, 2)}x over plain decoding at batch ${figures.plainBatch}, `
      + `${figure(figures.vsSequential, 2)}x one at a time, ${figure(figures.perfectDrafts, 2)}x with perfect drafts and ${figure(figures.hopelessDrafts, 2)}x with hopeless ones, end to end ${figure(figures.endToEnd, 2)}x on the worst page, ${figure(figures.endToEndAll, 2)}x on all`)
    return { ...figures, pages: byPage.map(({ ours, plain: slow, ...page }) => ({ ...page, endToEnd: slow / ours })), runs }
  } finally {
    await verifier.dispose()
  }
}
