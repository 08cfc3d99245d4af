// Registry of model profiles: one line each. A new model is one file and one line here.
import { DOTS_OCR } from './dots-ocr.ts'
import { GRANITE_DOCLING, SMOL_DOCLING } from './granite-docling.ts'
import type { VlmProfile } from './vlm-profile.ts'

export const PROFILES: readonly VlmProfile[] = [
  DOTS_OCR,
  GRANITE_DOCLING,
  SMOL_DOCLING,
]

/** The profile of a model by the name it is served under ('rednote-hilab/dots.ocr', a path); null = none is known. */
export function findProfile(name: string): VlmProfile | null {
  const parts = name.toLowerCase().split(/[/\\:@]/).filter((part) => part !== '')
  const matches = PROFILES.flatMap((profile) => profile.names.map((known) => ({ profile, known: known.toLowerCase() })))
    .filter(({ profile, known }) => parts.some((part) => part.startsWith(known) || part === profile.id))
  return matches.sort((a, b) => b.known.length - a.known.length)[0]?.profile ?? null
}

/** The text that a model is given for one image, as its chat template renders it. `text` null = the profile's own prompt. */
export function renderPrompt({ prompts }: VlmProfile, text: string): string {
  const system = prompts.system === null ? '' : prompts.systemTemplate.replace('{text}', () => prompts.system ?? '')
  return prompts.template.replace('{system}', () => system).replace('{image}', () => prompts.imagePlaceholder).replace('{text}', () => text)
}
