// Qwen3-VL (Alibaba): a general model; asked for Markdown it reads whole pages.
import { createMarkdown } from '../../src/formats/markdown.ts'
import { MODEL } from '../../src/formats/markdown-style.ts'
import { CHAT_ML } from './chat-ml.ts'
import { asItIs, smartResize } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

export const QWEN3_VL: VlmProfile = {
  id: 'qwen3-vl',
  names: ['Qwen3-VL'],
  unit: 'page',
  prompts: {
    ...CHAT_ML, system: null, page: 'Convert this page to markdown. Do not miss any text and only output the bare markdown!', imageFirst: true,
    regions: { formula: 'Convert the formula in this image to LaTeX. Only output the LaTeX.', table: 'Convert the table in this image to HTML. Only output the HTML.' },
  },
  image: { send: asItIs, see: smartResize({ factor: 32, minPixels: 65_536, maxPixels: 16_777_216 }) },
  format: createMarkdown('qwen3-vl', { ...MODEL, tables: 'fitting', inline: { ...MODEL.inline, math: ['$', '$'] } }),
  stops: ['<|im_end|>'],
  keepSpecialTokens: false,
  maxTokens: 16_384,
  sampling: () => GREEDY,
  sources: [
    'docling-project/docling: docling/datamodel/vlm_model_specs.py (the Markdown prompt, there for Qwen2.5-VL)',
    'chat template and preprocessor_config.json of Qwen/Qwen3-VL-8B-Instruct (patch 16, merge 2, 65,536 to 16,777,216 pixels)',
  ],
}
