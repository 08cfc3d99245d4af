// Headings that the document's outline names, and how deep they stand in it.
import type { OutlineEntry } from '../model/outline.ts'

/** The level in the outline of a heading with this text; null where none, or several at different depths, are called so. */
export type OutlineLevel = (text: string) => number | null

export function outlineLevels(outline: readonly OutlineEntry[]): OutlineLevel {
  const [whole, bare] = [withLevels(outline, letters), withLevels(outline, (title) => letters(withoutNumber(title)))]
  return (text) => whole.get(letters(text)) ?? bare.get(letters(withoutNumber(text))) ?? null
}

function withLevels(outline: readonly OutlineEntry[], key: (title: string) => string): Map<string, number | null> {
  const levels = new Map<string, number | null>()
  for (const { title, level } of outline) {
    const name = key(title)
    if (name !== '') levels.set(name, (levels.get(name) ?? level) === level && levels.get(name) !== null ? level : null)
  }
  return levels
}

/** What is the same however a title is set and spaced. */
const letters = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** 'Chapter 2: ', '2.1 ', 'IV. ', 'A) ', '第三章': one of heading and outline may have it and the other not. */
const withoutNumber = (text: string): string => (
  text.replace(/^\s*(?:(?:chapter|section|part|appendix)\s+(?:\d+|[IVXLC]+|[A-Z])\b|\d+(?:\.\d+)*(?=[\s.:)])|(?:[IVXLC]+|[A-Z])(?=[.:)])|第\s*[\d一二三四五六七八九十百]+\s*[章节節])[\s.:)]*/iu, '')
)
