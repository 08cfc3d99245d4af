// Registry of draft sources: id -> factory; ids but the text layer's are what the option `ocr` may say. A new source is one folder and one line here.
import { type Config, threadCount } from '../src/config.ts'
import { SpecparseError } from '../src/errors.ts'
import type { DraftSource } from '../src/seams/draft-source.ts'

type Factory = (config: Config) => Promise<DraftSource>

const DRAFTS: Readonly<Record<string, Factory>> = {
  'text-layer': async () => (await import('./text-layer/text-layer.ts')).createTextLayer(),
  nano: async () => (await import('./nano/nano.ts')).createNanoDraft(),
  tesseract: async (config) => (await import('./ocr/ocr.ts')).createOcr(config),
  auto: async (config) => {
    const { createAutoDraft, readsAll } = await import('./nano/auto.ts')
    const tesseract = await createDraft('tesseract', config)
    return readsAll(config.languages) ? createAutoDraft(await createDraft('nano', config), tesseract) : tesseract
  },
}

/** The text layer, then whoever `config.ocr` names for pages without one; no thread is started before a page is asked for. */
export function createDraftSources(config: Config): Promise<DraftSource[]> {
  return Promise.all([createDraft('text-layer', config), createReader(config).then(straightened)])
}

/** Nano reads the languages that it reads, whatever is asked for. */
async function createReader(config: Config): Promise<DraftSource> {
  if (config.languages[0] !== 'auto' || config.ocr === 'nano') return createDraft(config.ocr, config)
  const { createAutoLanguage } = await import('./ocr/auto-language.ts')
  return createAutoLanguage(config.ocr, (language) => createDraft(config.ocr, { ...config, languages: [language] }), threadCount(config))
}

async function straightened(source: DraftSource): Promise<DraftSource> {
  return (await import('./scan/scan.ts')).createScanDraft(source)
}

function createDraft(id: string, config: Config): Promise<DraftSource> {
  const create = DRAFTS[id]
  if (create === undefined) throw new SpecparseError('CONFIG_INVALID', `unknown draft source '${id}'`)
  return create(config)
}
