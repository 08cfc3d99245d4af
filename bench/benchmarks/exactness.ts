// `exactness`: are the tokens those of plain decoding, whatever the drafts say? nano on scanned lines, and a random
// decoder with draft trees; every kind of good and bad draft, in batches, against plain decoding.
import { resolveConfig, threadCount } from '../../src/config.ts'
import { type ComparedInput, firstDivergences } from '../../src/decode/compare.ts'
import { CostMeter } from '../../src/decode/cost-meter.ts'
import type { Decoded } from '../../src/decode/decoding.ts'
import { createAlignedDrafter, type DrafterFactory, plainDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { createTreeDrafter } from '../../src/decode/tree/tree-drafter.ts'
import { isLinear } from '../../src/model/tokens.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import { findVerifier } from '../../verifiers/index.ts'
import { createTextVerifier } from '../../verifiers/onnx/onnx-verifier.ts'
import { type Benchmark, say } from '../benchmark.ts'
import { DAMAGES } from '../data/damaged-drafts.ts'
import { scanFiles, scannedPages } from '../data/scan-lines.ts'
import { DEFAULT_CACHE, randomDecoder } from '../models/random-decoder.ts'
import { figure, markdownTable } from '../markdown-table.ts'
import { requiredOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'

/** Regions of the random decoder. */
const REGIONS = 208
/** Sequences that are also decoded plainly one at a time. */
const ALONE = 32
/** Beats the confidence of a draft that the encoder gives, so that the draft under test is the one in use. */
const CERTAIN = 2
/** Nat: a divergence where the target was this sure would be an error of ours, not of the arithmetic. */
const MARGIN = 0.05

interface Part {
  readonly sequences: number
  readonly divergences: number
  readonly divergencesOverMargin: number
  /** Smallest margin between first and second choice that plain decoding met, nat. */
  readonly smallestMargin: number
  /** Drafts proposed that had branches. */
  readonly trees: number
}

export const benchmark: Benchmark = {
  options: { data: { type: 'string', default: '../shared/data/dev' }, cache: { type: 'string', default: DEFAULT_CACHE } },
  async run(options) {
    const files = scanFiles(requiredOption(options, 'data'))
    const parts = { nano: await nano(files), m13: await m13(requiredOption(options, 'cache')) }
    const kinds = Object.entries(parts).flatMap(([part, byKind]) => Object.entries(byKind).map(([kind, of]) => ({ part, kind, of })))
    say(markdownTable(['part', 'draft', 'sequences', 'identical', 'divergences', 'over 0.05 nat', 'smallest margin, nat', 'drafts with branches'],
      kinds.map(({ part, kind, of }) => [part, kind, `${of.sequences}`, figure(identicalShare(of), 4), `${of.divergences}`, `${of.divergencesOverMargin}`,
        of.smallestMargin.toExponential(1), `${of.trees}`])))
    const all = total(kinds.map(({ of }) => of))
    return {
      ...all, identicalShare: identicalShare(all),
      parts: Object.fromEntries(Object.entries(parts).map(([part, byKind]) => [part, { ...total(Object.values(byKind)), identicalShare: identicalShare(total(Object.values(byKind))) }])),
      dataHash: await hashFiles(files),
    }
  },
}

/** nano on the lines of scanned pages: the drafts that it would have, and damaged ones. */
async function nano(files: readonly string[]): Promise<Record<string, Part>> {
  const config = resolveConfig({ ocr: 'nano' })
  const verifier = await findVerifier(config).load()
  try {
    const pages = await scannedPages(files, verifier, config)
    const inputs = pages.flatMap((page) => page.inputs.map((input) => ({ ...input, region: `${page.name} ${input.region}` })))
    say(`nano: ${inputs.length} crops of ${pages.length} pages`)
    return await allDrafts(verifier, inputs, { 'as parsed': [createAlignedDrafter(), inputs], 'as parsed, tree': [createTreeDrafter(), inputs] })
  } finally {
    await verifier.dispose()
  }
}

/** The random decoder: each region is another seed of its prompt. */
async function m13(cache: string): Promise<Record<string, Part>> {
  const verifier = await createTextVerifier({ folder: await randomDecoder('m13', cache), workers: threadCount(resolveConfig({})), threads: 1 })
  try {
    const inputs = Array.from({ length: REGIONS }, (_, i): ComparedInput => ({
      region: `region ${i}`, draft: null, input: { image: { width: 2, height: 1, dpi: 72, data: Uint8Array.of(i % 256, i >> 8) }, kind: null },
    }))
    return await allDrafts(verifier, inputs, {})
  } finally {
    await verifier.dispose()
  }
}

async function allDrafts(
  verifier: Verifier, inputs: readonly ComparedInput[], more: Readonly<Record<string, readonly [DrafterFactory, readonly ComparedInput[]]>>,
): Promise<Record<string, Part>> {
  const { signal } = new AbortController()
  const { decoded: plain } = await speculate(verifier, inputs.map((input) => ({ ...input, draft: null })), { drafter: plainDrafter, signal })
  const damaged = Object.entries(DAMAGES).map(([kind, damage]) => [kind, [createTreeDrafter(), inputs.map((input, i): ComparedInput => {
    const [text = '', ...others] = damage(plain[i]?.text ?? '', plain[(i + 1) % plain.length]?.text ?? '')
    return { ...input, draft: { text, confidence: CERTAIN }, more: others }
  })]] as const)
  const parts: Record<string, Part> = {}
  for (const [kind, [drafter, drafted]] of [...Object.entries(more), ...damaged]) {
    const counted = countTrees(drafter)
    const { decoded } = await speculate(verifier, drafted, { drafter: counted.drafter, meter: new CostMeter(), signal })
    parts[kind] = part(inputs, decoded, plain, counted.trees())
  }
  const few = inputs.slice(0, ALONE)
  const { decoded } = await speculate(verifier, few.map((input) => ({ ...input, draft: null })), { drafter: plainDrafter, batch: 1, signal })
  return { ...parts, 'none, one at a time': part(few, decoded, plain, 0) }
}

function part(inputs: readonly ComparedInput[], fast: readonly Decoded[], plain: readonly Decoded[], trees: number): Part {
  const divergences = firstDivergences(inputs, fast, plain)
  for (const { region, position, margin } of divergences) say(`${region} leaves plain decoding at token ${position}, margin ${margin}`)
  return {
    sequences: inputs.length, divergences: divergences.length, divergencesOverMargin: divergences.filter(({ margin }) => margin > MARGIN).length,
    smallestMargin: plain.reduce((least, { margins }) => margins.reduce((a, b) => Math.min(a, b), least), Infinity), trees,
  }
}

function countTrees(create: DrafterFactory): { readonly drafter: DrafterFactory, readonly trees: () => number } {
  let trees = 0
  const drafter: DrafterFactory = (drafts, tokenizer) => {
    const inner = create(drafts, tokenizer)
    return {
      propose(emitted, limit) {
        const draft = inner.propose(emitted, limit)
        if (!isLinear(draft)) trees++
        return draft
      },
      observe: (ids, text) => { inner.observe(ids, text) },
    }
  }
  return { drafter, trees: () => trees }
}

function total(parts: readonly Part[]): Part {
  const sum = (of: (one: Part) => number): number => parts.reduce((so, one) => so + of(one), 0)
  return {
    sequences: sum((one) => one.sequences), divergences: sum((one) => one.divergences), divergencesOverMargin: sum((one) => one.divergencesOverMargin),
    smallestMargin: Math.min(...parts.map((one) => one.smallestMargin)), trees: sum((one) => one.trees),
  }
}

const identicalShare = ({ sequences, divergences }: Part): number => sequences === 0 ? 0 : (sequences - divergences) / sequences
