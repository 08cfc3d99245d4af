// Registry of model profiles: one line each. A new model is one file and one line here.
import { DEEPSEEK_OCR } from './deepseek-ocr.ts'
import { DOTS_OCR } from './dots-ocr.ts'
import { GLM_OCR } from './glm-ocr.ts'
import { GRANITE_DOCLING, SMOL_DOCLING } from './granite-docling.ts'
import { HUNYUAN_OCR } from './hunyuan-ocr.ts'
import { LIGHT_ON_OCR } from './light-on-ocr.ts'
import { MINERU2_5 } from './mineru.ts'
import { OLM_OCR } from './olmocr.ts'
import { PADDLEOCR_VL } from './paddleocr-vl.ts'
import { QWEN3_VL } from './qwen3-vl.ts'
import type { VlmProfile } from './vlm-profile.ts'

export const PROFILES: readonly VlmProfile[] = [
  DOTS_OCR, HUNYUAN_OCR, PADDLEOCR_VL, MINERU2_5, DEEPSEEK_OCR, GLM_OCR, LIGHT_ON_OCR, OLM_OCR, GRANITE_DOCLING, SMOL_DOCLING, QWEN3_VL,
]

/** The profile of a model by the name it is served under ('rednote-hilab/dots.ocr', a path); null = none is known. */
export function findProfile(name: string): VlmProfile | null {
  const parts = name.toLowerCase().split(/[/\\:@]/).filter((part) => part !== '')
  const matches = PROFILES.flatMap((profile) => profile.names.map((known) => ({ profile, known: known.toLowerCase() })))
    .filter(({ profile, known }) => parts.some((part) => part.startsWith(known) || part === profile.id))
  return matches.sort((a, b) => b.known.length - a.known.length)[0]?.profile ?? null
}

/** The text that a model is given for one image and `text`, as its chat template renders it. */
export function renderPrompt({ prompts }: VlmProfile, text: string): string {
  const system = prompts.system === null ? '' : prompts.systemTemplate.replace('{text}', () => prompts.system ?? '')
  return prompts.template.replace('{system}', () => system).replace('{image}', () => prompts.imagePlaceholder).replace('{text}', () => text)
}
