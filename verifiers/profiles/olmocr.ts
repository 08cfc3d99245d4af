// olmOCR-2 (Ai2): whole pages as Markdown behind YAML front matter.
import { createFrontMatter } from '../../src/formats/front-matter.ts'
import { PLAIN_HTML } from '../../src/formats/html-table.ts'
import { MODEL } from '../../src/formats/markdown-style.ts'
import { CHAT_ML } from './chat-ml.ts'
import { exactLongestSide, smartResize } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

const PAGE_PROMPT = 'Attached is one page of a document that you must process. '
  + 'Just return the plain text representation of this document as if you were reading it naturally. Convert equations to LateX and tables to HTML.\n'
  + 'If there are any figures or charts, label them with the following markdown syntax ![Alt text describing the contents of the figure](page_startx_starty_width_height.png)\n'
  + 'Return your output as markdown, with a front matter section on top specifying values for the primary_language, is_rotation_valid, rotation_correction, is_table, and is_diagram parameters.'

export const OLM_OCR: VlmProfile = {
  id: 'olmocr-2',
  names: ['olmOCR'],
  unit: 'page',
  prompts: {
    ...CHAT_ML, system: null, page: PAGE_PROMPT, regions: {}, imageFirst: false,
    // the chat template puts this system message where none is sent
    template: '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n{text}{image}<|im_end|>\n<|im_start|>assistant\n',
  },
  image: { send: exactLongestSide(1288), see: smartResize({ factor: 28, minPixels: 3136, maxPixels: 12_845_056 }) },
  format: createFrontMatter('olmocr', { ...MODEL, html: PLAIN_HTML, inline: { ...MODEL.inline, math: ['\\(', '\\)'] }, formula: ['\\[', '\\]'] }),
  stops: ['<|im_end|>'],
  keepSpecialTokens: false,
  maxTokens: 8000,
  sampling: () => GREEDY,
  sources: [
    'allenai/olmocr: olmocr/prompts/prompts.py (build_no_anchoring_v4_yaml_prompt), olmocr/pipeline.py (target_longest_image_dim 1288, text before image, MAX_TOKENS 8000)',
    'chat template and preprocessor_config.json of Qwen2.5-VL-7B-Instruct, on which it is built',
  ],
}
