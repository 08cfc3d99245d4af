// Registry of draft sources: id -> factory, in the order in which they are asked. A new source is one folder and one line here.
import type { Config } from '../src/config.ts'
import type { DraftSource } from '../src/seams/draft-source.ts'

type Factory = (config: Config) => Promise<DraftSource>

const DRAFTS: Readonly<Record<string, Factory>> = {
  'text-layer': async () => (await import('./text-layer/text-layer.ts')).createTextLayer(),
  ocr: async (config) => (await import('./ocr/ocr.ts')).createOcr(config),
}

/** All draft sources, cheapest first; none starts a thread before it is asked for a page. */
export function createDraftSources(config: Config): Promise<DraftSource[]> {
  return Promise.all(Object.values(DRAFTS).map((create) => create(config)))
}
