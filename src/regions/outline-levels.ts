// Headings that the document's outline names, and how deep they stand in it.
import type { OutlineEntry } from '../model/outline.ts'

/** The level in the outline of a heading with this text; null where none, or several at different depths, are called so. */
export type OutlineLevel = (text: string) => number | null

export function outlineLevels(outline: readonly OutlineEntry[]): OutlineLevel {
  const whole = withLevels(outline, letters)
  const unnamed = withLevels(outline, (title) => letters(title.replace(NAMED, '')))
  return (text) => {
    const bare = letters(text.replace(NAMED, '').replace(NUMBERED, ''))
    return whole.get(letters(text)) ?? whole.get(bare) ?? unnamed.get(bare) ?? null
  }
}

/** 'Chapter 2: ', '第三章': headings often have it on a line of its own. */
const NAMED = /^\s*(?:(?:chapter|section|part|appendix)\s+(?:\d+|[IVXLC]+|[A-Z])\b|第\s*[\d一二三四五六七八九十百]+\s*[章节節])[\s.:)]*/iu
/** '2.1 ', 'IV. ', 'A) ': many outlines leave it out. Where only the outline has it, the heading is another one. */
const NUMBERED = /^\s*(?:\d+(?:\.\d+)*(?=[\s.:)])|(?:[IVXLC]+|[A-Z])(?=[.:)]))[\s.:)]*/u

function withLevels(outline: readonly OutlineEntry[], key: (title: string) => string): Map<string, number | null> {
  const levels = new Map<string, number | null>()
  for (const { title, level } of outline) {
    const name = key(title)
    if (name !== '') levels.set(name, levels.has(name) && levels.get(name) !== level ? null : level)
  }
  return levels
}

/** What is the same however a title is set and spaced. */
const letters = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
