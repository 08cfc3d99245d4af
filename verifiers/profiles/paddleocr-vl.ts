// PaddleOCR-VL (PaddlePaddle), all versions: crops of one region each; tables as OTSL, formulas in brackets.
import { BARE, createRegionText } from '../../src/formats/region-text.ts'
import { asItIs, smartResize } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

const TEXT = 'OCR:'

export const PADDLEOCR_VL: VlmProfile = {
  id: 'paddleocr-vl',
  names: ['PaddleOCR-VL'],
  unit: 'region',
  prompts: {
    system: null, page: null, imageFirst: true, chatPrefix: '',
    regions: {
      title: TEXT, heading: TEXT, text: TEXT, 'list-item': TEXT, caption: TEXT, code: TEXT, header: TEXT, footer: TEXT, 'page-number': TEXT,
      footnote: TEXT, table: 'Table Recognition:', formula: 'Formula Recognition:',
    },
    template: '<|begin_of_sentence|>User: {image}{text}\nAssistant:\n', systemTemplate: '',
    imagePlaceholder: '<|IMAGE_START|><|IMAGE_PLACEHOLDER|><|IMAGE_END|>',
  },
  image: { send: asItIs, see: smartResize({ factor: 28, minPixels: 147_384, maxPixels: 2_822_400 }) },
  format: createRegionText('paddleocr-vl', BARE, 'otsl'),
  stops: ['</s>'],
  keepSpecialTokens: true,
  maxTokens: 4096,
  sampling: () => GREEDY,
  sources: [
    'model card of PaddlePaddle/PaddleOCR-VL (prompts) and its chat_template.jinja',
    'PaddlePaddle/PaddleOCR: PaddleOCR-VL pipeline (OTSL tables turned into HTML, \\( \\) and \\[ \\] into dollars)',
    'preprocessor_config.json of the first version (patch 14, merge 2, 147,384 to 2,822,400 pixels; later versions take fewer)',
  ],
}
