// Lines to running text: hyphenation undone, CJK joined without spaces.
import { RAISED_DIGITS } from '../model/raised-letters.ts'

/** Scripts written without spaces between words, and their full-width punctuation. Hangul has spaces. */
const SPACELESS = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff01-\\uff60]'
const ENDS_SPACELESS = new RegExp(`${SPACELESS}$`, 'u')
const STARTS_SPACELESS = new RegExp(`^${SPACELESS}`, 'u')
const SOFT_HYPHEN = '\u00ad'
const ENDS_IN_HYPHEN = /(\p{L}+)[-\u2010]$/u
/** Dashes and slashes that stand between words without spaces; a hyphen after a digit or before a capital stays. */
const ENDS_TIGHT = /[\p{L}\p{N}](?:[-\u2010\u2013\u2014/])$/u
const DASHES = '-\u2010\u2013\u2014/'
const STARTS_LOWER = /^\p{Ll}+/u

/** The words of a page, to tell hyphens at line ends that belong to the word from those that only broke it. */
export type Vocabulary = ReadonlySet<string>

const WHOLE_WORD = /[\p{L}\p{N}]+(?:[-\u2010][\p{L}\p{N}]+)*(?![-\u2010\p{L}\p{N}])/gu

/** Words of `texts` in lower case; a word cut by a line end is no word. */
export function vocabularyOf(texts: readonly string[]): Vocabulary {
  const words = new Set<string>()
  for (const text of texts) {
    for (const [word] of text.toLowerCase().matchAll(WHOLE_WORD)) words.add(word.replaceAll('\u2010', '-'))
  }
  return words
}

/**
 * Lines as one text.
 *
 * Example: ['a well-', 'known exam-', 'ple'] -> 'a well-known example' on a page that has 'well-known' elsewhere.
 */
export function joinLines(lines: readonly string[], vocabulary: Vocabulary): string {
  return lines.map((line) => line.trim()).filter((line) => line !== '').reduce((text, line) => joinTwo(text, line, vocabulary), '')
}

function joinTwo(text: string, line: string, vocabulary: Vocabulary): string {
  if (text === '') return line
  const [kept, separator] = seam(text, line, vocabulary)
  return kept + separator + line
}

/** What stays of `text` and what comes between it and `next`, when `next` continues it. */
export function seam(text: string, next: string, vocabulary: Vocabulary): [kept: string, separator: string] {
  if (text.endsWith(SOFT_HYPHEN)) return [text.slice(0, -1), '']
  if (STARTS_SPACELESS.test(next) && ENDS_SPACELESS.test(text.slice(-2))) return [text, '']
  // patterns that end in $ are tried at every character of a paragraph: only where its last one can match
  if (!DASHES.includes(text.at(-1) ?? ' ')) return [text, ' ']
  const head = ENDS_IN_HYPHEN.exec(text)?.[1]
  const tail = STARTS_LOWER.exec(next)?.[0]
  if (head !== undefined && tail !== undefined) return hyphenBelongs(head, tail, text, vocabulary) ? [text, ''] : [text.slice(0, -1), '']
  return [text, ENDS_TIGHT.test(text) ? '' : ' ']
}

/** True when the page writes the word with its hyphen elsewhere and nowhere without, it has further hyphens, or one letter before this one: 'p-value'. */
function hyphenBelongs(head: string, tail: string, text: string, vocabulary: Vocabulary): boolean {
  const whole = (head + tail).toLowerCase()
  if (vocabulary.has(whole)) return false
  return head.length === 1 || vocabulary.has(`${head}-${tail}`.toLowerCase()) || /\p{L}-\p{L}+[-\u2010]$/u.test(text)
}

const SENTENCE_END = new RegExp(`[.!?:;。！？：；…]["'”’»)\\]]*[\\d${RAISED_DIGITS}]{0,3}$`, 'u')

export const endsSentence = (text: string): boolean => SENTENCE_END.test(text)

/** True when `next` goes on with the sentence in which `text` ends, across a column or page break. */
export function continues(text: string, next: string): boolean {
  return text !== '' && /^\p{Ll}/u.test(next) && !endsSentence(text)
}
