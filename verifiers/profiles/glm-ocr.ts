// GLM-OCR (Z.ai): crops of one region each; whole pages with the text prompt.
import type { MarkdownStyle } from '../../src/formats/markdown-style.ts'
import { BARE, createRegionText } from '../../src/formats/region-text.ts'
import { smartResize } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

const TEXT = 'Text Recognition:'

const STYLE: MarkdownStyle = {
  ...BARE, inline: { ...BARE.inline, math: ['$', '$'] }, formula: ['$$\n', '\n$$'], latex: 'spaced',
  html: { ...BARE.html, open: '<table border="1">' },
}

export const GLM_OCR: VlmProfile = {
  id: 'glm-ocr',
  names: ['GLM-OCR'],
  unit: 'region',
  prompts: {
    system: null, page: TEXT, imageFirst: true, chatPrefix: '',
    regions: {
      title: TEXT, heading: TEXT, text: TEXT, 'list-item': TEXT, caption: TEXT, code: TEXT, header: TEXT, footer: TEXT, 'page-number': TEXT,
      footnote: TEXT, table: 'Table Recognition:', formula: 'Formula Recognition:',
    },
    template: '[gMASK]<sop><|user|>\n{image}{text}<|assistant|>\n', systemTemplate: '', imagePlaceholder: '<|begin_of_image|><|image|><|end_of_image|>',
  },
  // the limits of client and model count an image as two frames of a film
  image: {
    send: smartResize({ factor: 28, minPixels: 12_544 / 2, maxPixels: 71_372_800 / 2 }),
    see: smartResize({ factor: 28, minPixels: 12_544 / 2, maxPixels: 9_633_792 / 2 }),
  },
  format: createRegionText('glm-ocr', STYLE, 'html'),
  stops: ['<|endoftext|>', '<|user|>'],
  keepSpecialTokens: false,
  maxTokens: 8192,
  // the makers' client sets 1.1, the vLLM recipe leaves it off: off is what a verifier can check
  sampling: () => GREEDY,
  sources: [
    'zai-org/GLM-OCR: glmocr/config.yaml (task_prompt_mapping, min_pixels, max_pixels for two frames, max_tokens, repetition_penalty 1.1), glmocr/utils/image_utils.py (smart_resize)',
    'the chat template of its tokenizer: [gMASK]<sop><|user|>\\n<|begin_of_image|><|image|><|end_of_image|>{prompt}<|assistant|>\\n',
  ],
}
