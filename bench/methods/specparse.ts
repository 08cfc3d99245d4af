// specparse itself, as built, one parser for all documents.
import { PACKAGE_ENTRY } from '../built.ts'
import type { Method } from './method.ts'

type Package = typeof import('../../src/index.ts')

export async function createSpecparse(effort: 'draft' | 'auto' | 'full'): Promise<Method> {
  const { createParser } = await import(PACKAGE_ENTRY) as Package
  const parser = await createParser({ effort })
  return {
    async convert(file) {
      const { markdown, pages, failures } = await parser.parse(file)
      const [failure] = failures
      if (failure !== undefined && failures.length >= pages.length) throw Object.assign(new Error(failure.message), { code: failure.code })
      return pages.map(({ span }) => markdown.slice(span.start, span.end))
    },
    close: () => parser.close(),
  }
}
