// From a model's profile to what the decode core and the parser have to know of it.
import { REGION_KINDS } from '../../src/model/region.ts'
import type { ModelProfile } from '../../src/seams/verifier.ts'
import type { VlmProfile } from './vlm-profile.ts'

/** How a model reads: pages or regions, which kinds of regions, in what format, and how large it sees a picture. */
export function readingProfile(
  { unit, format, image, prompts }: Pick<VlmProfile, 'unit' | 'format' | 'image' | 'prompts'>,
): Required<Pick<ModelProfile, 'unit' | 'format' | 'seenSize' | 'regionKinds'>> {
  return {
    unit, format,
    seenSize: (size, kind) => image.see(image.send(size, kind)),
    regionKinds: REGION_KINDS.filter((kind) => prompts.regions[kind] !== undefined),
  }
}
