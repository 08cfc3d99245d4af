// olmOCR's pages: YAML front matter about the page, then Markdown.
// Source: allenai/olmocr, olmocr/prompts/prompts.py (build_no_anchoring_v4_yaml_prompt) and the guided regular expression in
// olmocr/pipeline.py, which fixes names, order and spelling.
import type { OutputFormat, WrittenBlock } from '../seams/output-format.ts'
import { asKind } from './markdown.ts'
import type { MarkdownStyle } from './markdown-style.ts'
import { readMarkdown } from './read-markdown.ts'
import { writeMarkdown } from './write-markdown.ts'

const FRONT_MATTER = /^\s*---\n(?:[a-z_]+:[^\n]*(?:\n|$))*(?:---(?:\n|$))?/

/** Front matter in front of Markdown of any style. */
export function createFrontMatter(id: string, style: MarkdownStyle): OutputFormat {
  return {
    id,
    write: (blocks) => `${frontMatter(blocks)}${writeMarkdown(blocks, style)}`,
    read: (output, page) => asKind(readMarkdown(output.replace(FRONT_MATTER, ''), style), page),
  }
}

/** A page is a table or a diagram when nothing else is on it; pages are drafted upright. The language is a guess by script. */
function frontMatter(blocks: readonly WrittenBlock[]): string {
  const only = (kind: WrittenBlock['kind']): string =>
    (blocks.length > 0 && blocks.every((block) => block.kind === kind) ? 'True' : 'False')
  return `---\nprimary_language: ${languageOf(blocks)}\nis_rotation_valid: True\nrotation_correction: 0\n`
    + `is_table: ${only('table')}\nis_diagram: ${only('picture')}\n---\n`
}

const LANGUAGES: readonly (readonly [script: RegExp, language: string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'], [/\p{Script=Hangul}/gu, 'ko'], [/\p{Script=Han}/gu, 'zh'],
  [/\p{Script=Cyrillic}/gu, 'ru'], [/\p{Script=Arabic}/gu, 'ar'], [/\p{Script=Greek}/gu, 'el'], [/\p{Script=Hebrew}/gu, 'he'],
]
/** Share of a page's letters from which a script is its own. */
const OWN_SHARE = 0.2

function languageOf(blocks: readonly WrittenBlock[]): string {
  const text = blocks.map((block) => block.text).join(' ')
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return 'null'
  return LANGUAGES.find(([script]) => (text.match(script)?.length ?? 0) > OWN_SHARE * letters)?.[1] ?? 'en'
}
