// The conversation of Qwen's models, which many others share.
import type { Prompts } from './vlm-profile.ts'

export const CHAT_ML: Pick<Prompts, 'template' | 'systemTemplate' | 'imagePlaceholder' | 'chatPrefix'> = {
  template: '{system}<|im_start|>user\n{image}{text}<|im_end|>\n<|im_start|>assistant\n',
  systemTemplate: '<|im_start|>system\n{text}<|im_end|>\n',
  imagePlaceholder: '<|vision_start|><|image_pad|><|vision_end|>',
  chatPrefix: '',
}
