// A target that reads regions: stage 1 of HSD (arXiv 2602.12957, section 3). Every region is a sequence of its own.
import { blockMarkdown } from '../assemble/block-markdown.ts'
import { layOutBlocks } from '../assemble/assemble-page.ts'
import type { Config } from '../config.ts'
import type { DecodeInput } from '../decode/decode-input.ts'
import type { Decoded } from '../decode/decoding.ts'
import type { Scheduler } from '../decode/scheduler.ts'
import type { Block } from '../model/document.ts'
import { readingDpi } from '../model/page.ts'
import type { Raster } from '../model/raster.ts'
import { type Region, regionLines } from '../model/region.ts'
import type { WrittenBlock } from '../seams/output-format.ts'
import type { ModelProfile } from '../seams/verifier.ts'
import type { LineFate } from '../settle.ts'
import { type Picture, regionPicture } from './page-crop.ts'
import { PLAIN } from './plain-format.ts'
import { acceptanceOf, brokenReading, keptBlock, settledBlock } from './settle-block.ts'
import { asFailure, draftedPage, type VerifiedPage } from './verified-page.ts'
import { type Drafted, isRegionWorthVerifying } from './worth-verifying.ts'

export async function verifyRegions(
  { page, regions }: Drafted, scheduler: Scheduler, config: Config, signal: AbortSignal,
): Promise<VerifiedPage> {
  const { verifier, verifier: { profile } } = scheduler
  const drafted = draftedPage(page, regions)
  const chosen = regions.flatMap((region, index) => canRead(region, profile) && isRegionWorthVerifying(region, config.effort) ? [index] : [])
  if (chosen.length === 0) return drafted
  const raster = await page.raster(readingDpi(page), signal, 3)
  const jobs = chosen.map((index) => regionJob(raster, regions[index] as Region, drafted.page.blocks[index] as Block, profile))
  const { decoded, stats } = await scheduler.run(jobs.map(({ input }) => input), { priority: page.number, signal })
  const settled = new Map(chosen.map((index, i) => [index, settle(jobs[i] as RegionJob, decoded[i] as Decoded, verifier)]))
  return {
    page: {
      ...layOutBlocks(page, drafted.page.blocks.map((block, index) => settled.get(index) ?? block)),
      failures: jobs.flatMap(({ region }, i) => decoded[i]?.error == null ? [] : [asFailure(decoded[i].error, page.number, region.id)]),
    },
    decode: stats,
    fates: regions.flatMap((region, index) => regionLines(region).map(() => fateOf(settled.get(index)))),
    inputs: config.compare ? jobs.map(({ input, region }) => ({ ...input, region: `p${page.number}-${region.id}` })) : [],
  }
}

export interface RegionJob {
  readonly region: Region
  readonly block: Block
  readonly picture: Picture
  readonly input: DecodeInput
}

/** False for kinds that the target has no prompt for. */
export function canRead({ kind }: Region, { regionKinds }: ModelProfile): boolean {
  return regionKinds === undefined || regionKinds.includes(kind)
}

/** A region on its way to the target: its picture, and its block as the target would write it. */
export function regionJob(raster: Raster, region: Region, block: Block, profile: ModelProfile): RegionJob {
  const picture = regionPicture(raster, region.box, region.kind, profile)
  const text = (profile.format ?? PLAIN).write([block], picture.shows)
  return { region, block, picture, input: { input: picture.input, draft: { text, confidence: block.confidence } } }
}

function settle(job: RegionJob, decoded: Decoded, { id, profile }: { readonly id: string, readonly profile: ModelProfile }): Block {
  const broken = brokenReading(decoded, id)
  if (broken !== null) return keptBlock(job.block, decoded, broken)
  return settledBlock(job.block, readRegion(job, decoded.text, profile), decoded.confidence, acceptanceOf(decoded.stats))
}

/** Kinds whose mark stands before the text; a target that sees only a crop writes the text alone. */
const MARKED: readonly Region['kind'][] = ['title', 'heading', 'list-item']

/** A crop holds one region, whatever the target makes of it: several blocks are joined, plain text is of the drafted kind. */
export function readRegion({ region, picture }: Pick<RegionJob, 'region' | 'picture'>, output: string, { format }: ModelProfile): WrittenBlock {
  const written = (format ?? PLAIN).read(output, picture.shows)
  const [first] = written
  const isPlain = written.every(({ kind }) => kind === 'text' || kind === region.kind)
  if (written.length === 1 && first !== undefined && !isPlain) return first
  const text = written.map((block) => block.text).join('\n')
  return {
    kind: region.kind, level: region.level, text, box: null,
    markdown: isPlain && MARKED.includes(region.kind) ? blockMarkdown(region, text) : written.map(({ markdown }) => markdown).join('\n\n'),
    table: written.find(({ table }) => table !== null)?.table ?? null,
  }
}

function fateOf(block: Block | undefined): LineFate {
  const provenance = block?.provenance
  return provenance === undefined ? 'drafted' : provenance === 'unverified' || provenance === 'native' ? 'kept' : provenance
}
