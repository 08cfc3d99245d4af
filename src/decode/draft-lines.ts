// What a line reader's encoder says of lines by itself: a draft in a fraction of the time that reading them takes. Nothing is decoded.
import type { Line } from '../model/line.ts'
import type { Raster } from '../model/raster.ts'
import type { DraftReading } from '../model/reading.ts'
import type { Verifier } from '../seams/verifier.ts'
import { joinDrafts } from './join-pieces.ts'
import { type LineCrop, lineCrops } from './line-crops.ts'

/** One reading per line; null = it cannot read such a line, or drafts nothing. @throws SpecparseError VERIFIER_FAILED, ABORTED */
export async function draftLines(verifier: Verifier, raster: Raster, lines: readonly Line[], signal: AbortSignal): Promise<(DraftReading | null)[]> {
  const crops = lines.map((line) => lineCrops(raster, line, verifier.profile))
  const drafts = await draftCrops(verifier, crops.flat(), signal)
  const calibration = verifier.profile.trust?.ownDraft?.calibration ?? []
  return crops.map((pieces) => joinDrafts(pieces.map((crop) => ({ glued: crop.glued, ownDraft: drafts.get(crop) ?? null })), calibration))
}

/** Crops of like shapes go together: they share the encoder's batches. */
async function draftCrops(verifier: Verifier, crops: readonly LineCrop[], signal: AbortSignal): Promise<Map<LineCrop, DraftReading | null>> {
  const aspect = ({ input: { image } }: LineCrop): number => image.width / image.height
  const waiting = crops.toSorted((a, b) => aspect(a) - aspect(b))
  const { maxBatch } = verifier.capabilities
  const drafts = new Map<LineCrop, DraftReading | null>()
  for (let from = 0; from < waiting.length; from += maxBatch) {
    const batch = waiting.slice(from, from + maxBatch)
    const sequences = await verifier.open(batch.map(({ input }) => input), signal)
    sequences.forEach((sequence, i) => {
      drafts.set(batch[i] as LineCrop, sequence.ownDraft)
      verifier.close(sequence)
    })
  }
  return drafts
}
