// LightOnOCR (LightOn): whole pages as Markdown, without a word of prompt.
import { createMarkdown } from '../../src/formats/markdown.ts'
import { MODEL } from '../../src/formats/markdown-style.ts'
import { CHAT_ML } from './chat-ml.ts'
import { exactLongestSide, patched } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

/** Pixels. */
const LONGEST_SIDE = 1540

export const LIGHT_ON_OCR: VlmProfile = {
  id: 'lightonocr',
  names: ['LightOnOCR'],
  unit: 'page',
  prompts: {
    ...CHAT_ML, system: null, page: '', regions: {}, imageFirst: true, imagePlaceholder: '<|image_pad|>',
    template: '<|im_start|>system<|im_end|>\n<|im_start|>user\n{image}{text}<|im_end|>\n<|im_start|>assistant\n',
  },
  image: { send: exactLongestSide(LONGEST_SIDE), see: patched({ side: LONGEST_SIDE, patch: 28 }) },
  format: createMarkdown('lightonocr', { ...MODEL, picture: '![image](image_1.png)', formula: ['$$\n', '\n$$'] }),
  stops: ['<|im_end|>'],
  keepSpecialTokens: false,
  maxTokens: 6144,
  sampling: () => GREEDY,
  sources: [
    'model card of lightonai/LightOnOCR-2-1B (image alone, longest side 1540, temperature 0.2 recommended: 0 here)',
    'vllm-project/vllm: examples/offline_inference/vision_language.py (run_lightonocr: template)',
    'preprocessor_config.json of the model (Pixtral processor, patch 14, merge 2, longest_edge 1540)',
  ],
}
