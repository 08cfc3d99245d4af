// Languages 'auto': every document is read in the language that its first page is best read in, as long as it reads the pages.
import { type Line, meanConfidence } from '../../src/model/line.ts'
import type { Page } from '../../src/model/page.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { DEFAULT_LANGUAGE } from './language-data.ts'
import { LanguageTeller } from './language-teller.ts'

/** Calibrated mean confidence below which a page may be in another language than the pages before. */
const DOUBTFUL = 0.6

/** `createIn` makes the source that reads a language; `threads` tell languages side by side. */
export function createAutoLanguage(id: string, createIn: (language: string) => Promise<DraftSource>, threads: number): DraftSource {
  const teller = new LanguageTeller(threads)
  const sources = new Map<string, Promise<DraftSource>>()
  /** By document; a page that is of none is one by itself. */
  const languages = new WeakMap<object, Promise<string | null>>()
  const notes = new WeakMap<Page, string>()

  async function readIn(language: string, ...page: Parameters<DraftSource['draft']>): Promise<readonly Line[] | null> {
    const source = sources.get(language) ?? createIn(language)
    sources.set(language, source)
    return (await source).draft(...page)
  }

  /** The page's language, for the pages after it too; `known`: theirs where this page does not tell. */
  async function tell(page: Page, known: string | null, signal: AbortSignal): Promise<string> {
    const telling = teller.tell(page, signal)
    languages.set(page.document ?? page, telling.then((told) => told?.sure === true ? told.language : known, () => known))
    const told = await telling
    if (told !== null && told.missing !== null) notes.set(page, told.missing)
    return (told?.sure === true ? told.language : known ?? told?.language) ?? DEFAULT_LANGUAGE
  }

  return {
    id,
    async draft(page, signal, read) {
      const known = await languages.get(page.document ?? page) ?? null
      const lines = known === null ? null : await readIn(known, page, signal, read)
      if (lines !== null && (lines.length === 0 || meanConfidence(lines) >= DOUBTFUL)) return lines
      const language = await tell(page, known, signal)
      return language === known ? lines : readIn(language, page, signal, read)
    },
    note: (page) => notes.get(page) ?? null,
    async close() {
      await Promise.all([teller.close(), ...[...sources.values()].map(async (source) => (await source).close())])
    },
  }
}
