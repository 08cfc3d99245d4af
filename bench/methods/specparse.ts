// specparse itself, as built, one parser for all documents.
import { PACKAGE_ENTRY } from '../built.ts'
import type { ParsedPage } from '../../src/model/document.ts'
import type { Method } from './method.ts'

type Package = typeof import('../../src/index.ts')

export async function createSpecparse(effort: 'draft' | 'auto' | 'full'): Promise<Method> {
  const { createParser } = await import(PACKAGE_ENTRY) as Package
  const parser = await createParser({ effort })
  return {
    async convert(file) {
      // page by page: in the whole document, a table that goes on has its head on the page before
      const pages: ParsedPage[] = []
      for await (const page of parser.stream(file)) pages.push(page)
      const [failure, ...failures] = pages.flatMap((page) => page.failures)
      if (failure !== undefined && failures.length + 1 >= pages.length) throw Object.assign(new Error(failure.message), { code: failure.code })
      return pages.map(({ markdown }) => markdown)
    },
    close: () => parser.close(),
  }
}
