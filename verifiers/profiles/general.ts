// A model that no profile knows: asked for Markdown as any vision model may be asked, its picture sent as it is.
import { QWEN3_VL } from './qwen3-vl.ts'
import { asItIs } from './image-rule.ts'
import type { VlmProfile } from './vlm-profile.ts'

/** Has no template: routes that need the conversation as text are not for it. */
export const GENERAL: VlmProfile = {
  ...QWEN3_VL,
  id: 'general',
  names: [],
  prompts: { ...QWEN3_VL.prompts, template: '', systemTemplate: '', imagePlaceholder: '', chatPrefix: '' },
  image: { send: asItIs, see: asItIs },
  stops: [],
  sources: ['the Markdown prompt of QWEN3_VL'],
}
