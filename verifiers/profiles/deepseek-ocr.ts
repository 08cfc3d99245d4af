// DeepSeek-OCR (deepseek-ai), both versions: whole pages as Markdown with a box before every element.
import { DEEPSEEK_OCR as FORMAT } from '../../src/formats/deepseek-ocr.ts'
import { asItIs } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

export const DEEPSEEK_OCR: VlmProfile = {
  id: 'deepseek-ocr',
  names: ['DeepSeek-OCR'],
  unit: 'page',
  prompts: {
    system: null, page: '<|grounding|>Convert the document to markdown.', regions: {}, imageFirst: true, chatPrefix: '',
    template: '<｜begin▁of▁sentence｜>{image}\n{text}', systemTemplate: '', imagePlaceholder: '<image>',
  },
  // boxes are shares of the image as it was sent: how it is cut into tiles does not matter to them
  image: { send: asItIs, see: asItIs },
  format: FORMAT,
  stops: ['<｜end▁of▁sentence｜>'],
  keepSpecialTokens: true,
  maxTokens: 8192,
  sampling: () => ({ ...GREEDY, ngramBan: { size: 30, window: 90, except: ['<td>', '</td>'] } }),
  sources: [
    'deepseek-ai/DeepSeek-OCR: README.md and DeepSeek-OCR-vllm/run_dpsk_ocr_image.py (n-grams of 30 in 90 tokens, <td> and </td> left out, skip_special_tokens=False; 20 in 50 for PDFs, 40 in 90 for benchmarks), config.py (prompt)',
  ],
}
