// HunyuanOCR (Tencent): whole pages as Markdown with HTML tables and LaTeX formulas.
import { createMarkdown } from '../../src/formats/markdown.ts'
import { MODEL } from '../../src/formats/markdown-style.ts'
import { asItIs, smartResize } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

export const HUNYUAN_OCR: VlmProfile = {
  id: 'hunyuan-ocr',
  names: ['HunyuanOCR', 'Hunyuan-OCR'],
  unit: 'page',
  prompts: {
    system: '',
    page: 'Extract all information from the main body of the document image and represent it in markdown format, ignoring headers and footers. '
      + 'Tables should be expressed in HTML format, formulas in the document should be represented using LaTeX format, and the parsing should be '
      + 'organized according to the reading order.',
    regions: {
      formula: 'Identify the formula in the image and represent it using LaTeX format.', table: 'Parse the table in the image into HTML.',
      text: 'Extract the text in the image.', 'list-item': 'Extract the text in the image.', caption: 'Extract the text in the image.',
      footnote: 'Extract the text in the image.', title: 'Extract the text in the image.', heading: 'Extract the text in the image.',
    },
    imageFirst: true, chatPrefix: '',
    template: '<｜hy_begin▁of▁sentence｜>{system}{image}{text}<｜hy_User｜>', systemTemplate: '{text}<｜hy_place▁holder▁no▁3｜>',
    imagePlaceholder: '<｜hy_place▁holder▁no▁100｜><｜hy_place▁holder▁no▁102｜><｜hy_place▁holder▁no▁101｜>',
  },
  image: { send: asItIs, see: smartResize({ factor: 32, minPixels: 512 * 512, maxPixels: 2048 * 2048 }) },
  format: createMarkdown('hunyuan-ocr', { ...MODEL, formula: ['$$', '$$'] }),
  stops: [],
  keepSpecialTokens: false,
  maxTokens: 16_384,
  sampling: () => GREEDY,
  sources: [
    'Tencent-Hunyuan/HunyuanOCR: README.md (application-oriented prompts, max_tokens), Hunyuan-OCR-vllm/run_hy_ocr.py (empty system message, repetition_penalty 1.0)',
    'vllm-project/vllm: examples/offline_inference/vision_language.py (run_hunyuan_vl: template)',
    'transformers: models/hunyuan_vl/image_processing_hunyuan_vl_fast.py (patch 16, merge 2, 512*512 to 2048*2048 pixels)',
  ],
}
