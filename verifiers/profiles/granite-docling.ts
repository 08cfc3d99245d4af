// granite-docling-258M (ibm-granite) and SmolDocling before it: whole pages as DocTags; small enough to run in process.
import { DOCTAGS } from '../../src/formats/doctags.ts'
import { asItIs, tiled } from './image-rule.ts'
import { GREEDY, type VlmProfile } from './vlm-profile.ts'

export const GRANITE_DOCLING: VlmProfile = {
  id: 'granite-docling',
  names: ['granite-docling'],
  unit: 'page',
  prompts: {
    system: null, page: 'Convert this page to docling.', imageFirst: true, chatPrefix: '',
    regions: { table: 'Convert table to OTSL.', formula: 'Convert formula to LaTeX.', code: 'Convert code to text.' },
    template: '<|start_of_role|>user<|end_of_role|>{image}{text}<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>',
    systemTemplate: '', imagePlaceholder: '<image>',
  },
  image: { send: asItIs, see: tiled({ side: 2048, tile: 512 }) },
  format: DOCTAGS,
  stops: ['</doctag>', '<|end_of_text|>'],
  keepSpecialTokens: true,
  maxTokens: 8192,
  sampling: () => GREEDY,
  sources: [
    'model card of ibm-granite/granite-docling-258M (prompts, skip_special_tokens=False)',
    'docling-project/docling: docling/datamodel/vlm_model_specs.py (GRANITEDOCLING: prompt, stop strings, max_new_tokens 8192)',
  ],
}

export const SMOL_DOCLING: VlmProfile = {
  ...GRANITE_DOCLING,
  id: 'smoldocling',
  names: ['SmolDocling'],
  prompts: {
    ...GRANITE_DOCLING.prompts, template: '<|im_start|>User:{image}{text}<end_of_utterance>\nAssistant:',
  },
  stops: ['</doctag>', '<end_of_utterance>'],
  sources: ['model card of ds4sd/SmolDocling-256M-preview', 'docling-project/docling: docling/datamodel/vlm_model_specs.py (SMOLDOCLING)'],
}
