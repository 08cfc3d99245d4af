// dots.ocr (rednote-hilab): whole pages as layout JSON.
import { DOTS_OCR as FORMAT } from '../../src/formats/dots-ocr.ts'
import { asItIs, smartResize } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

const PAGE_PROMPT = `Please output the layout information from the PDF image, including each layout element's bbox, its category, and the corresponding text content within the bbox.

1. Bbox format: [x1, y1, x2, y2]

2. Layout Categories: The possible categories are ['Caption', 'Footnote', 'Formula', 'List-item', 'Page-footer', 'Page-header', 'Picture', 'Section-header', 'Table', 'Text', 'Title'].

3. Text Extraction & Formatting Rules:
    - Picture: For the 'Picture' category, the text field should be omitted.
    - Formula: Format its text as LaTeX.
    - Table: Format its text as HTML.
    - All Others (Text, Title, etc.): Format their text as Markdown.

4. Constraints:
    - The output text must be the original text from the image, with no translation.
    - All layout elements must be sorted according to human reading order.

5. Final Output: The entire output must be a single JSON object.
`

export const DOTS_OCR: VlmProfile = {
  id: 'dots.ocr',
  names: ['dots.ocr', 'dots.mocr', 'DotsOCR', 'DotsMOCR'],
  unit: 'page',
  prompts: {
    system: null, page: PAGE_PROMPT, regions: {}, imageFirst: true, chatPrefix: '<|img|><|imgpad|><|endofimg|>',
    template: '<|user|>{image}{text}<|endofuser|><|assistant|>', systemTemplate: '', imagePlaceholder: '<|img|><|imgpad|><|endofimg|>',
  },
  image: { send: asItIs, see: smartResize({ factor: 28, minPixels: 3136, maxPixels: 11_289_600 }) },
  format: FORMAT,
  stops: ['<|endofassistant|>'],
  keepSpecialTokens: false,
  maxTokens: 16_384,
  sampling: () => GREEDY,
  sources: [
    'rednote-hilab/dots.ocr: dots_ocr/utils/prompts.py (prompt_layout_all_en), dots_ocr/utils/consts.py, dots_ocr/utils/image_utils.py, dots_ocr/model/inference.py',
    'the chat template of its tokenizer: <|user|><|img|><|imgpad|><|endofimg|>{prompt}<|endofuser|><|assistant|>',
  ],
}
