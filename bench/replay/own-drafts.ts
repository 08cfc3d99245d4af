// Our own drafts of the dev documents, against what engines said of them: one pair an engine.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { say } from '../benchmark.ts'
import { PACKAGE_ENTRY } from '../built.ts'
import { rewrite } from './engine-formats.ts'
import { groupPages, type ReplayPage, type ReplayPair } from './pairs.ts'
import { tokenizer } from './tokens.ts'

type Package = typeof import('../../src/index.ts')

const manifestSchema = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), path: z.string(), language: z.string().optional(), vlm_outputs: z.array(z.object({ model: z.string(), path: z.string() })).optional() })),
})
/** Outputs as text; the others are what an engine's own tools made of them. */
const OUTPUT = /\.(?:md|html)$|dots_list\.json$/
/** What a user who knows the document's language would set; a language without data in node_modules is read as the default. */
const LANGUAGES: Readonly<Record<string, string[]>> = { zh: ['chi_sim', 'eng'] }
/** An engine with fewer pages is counted with the other such engines. */
const FEWEST = 3

interface Output {
  readonly engine: string
  readonly document: string
  readonly path: string
}

/** Drafts of every document that has an output, by `effort: 'draft'`. No folder, no pairs. */
export async function ownDraftPairs(root: string): Promise<ReplayPair[]> {
  const manifest = join(root, 'manifest.json')
  if (!existsSync(manifest)) return []
  const { items } = manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8')))
  const outputs = items.flatMap(({ path, vlm_outputs: known = [] }) =>
    known.filter((output) => OUTPUT.test(output.path)).map((output): Output => ({ engine: engineName(output.model), document: join(root, path), path: join(root, output.path) })))
  const languages = new Map(items.map(({ path, language = '' }) => [join(root, path), LANGUAGES[language]]))
  const drafts = await draftDocuments([...new Set(outputs.map(({ document }) => document))], (document) => languages.get(document))
  const pages = outputs.flatMap(({ engine, document, path }): (ReplayPage & { readonly files: readonly string[] })[] => {
    const target = tokenizer.encode(readFileSync(path, 'utf8'))
    const draft = draftOf(drafts.get(document) ?? [], path)
    return target.length === 0 || draft === '' ? [] : [{ engine, draft, rewritten: rewrite(draft, 'ours', engine), target, files: [document, path] }]
  })
  const byPair = groupPages(pages, ({ engine }) => pages.filter((page) => page.engine === engine).length < FEWEST ? 'ours -> other engines' : `ours -> ${engine}`)
  return [...byPair].map(([name, own]) => ({ name, files: own.flatMap(({ files }) => files), pages: own }))
}

/** 'unstated (OmniDocBench demo_data/...)' -> 'OmniDocBench'; 'olmOCR pipeline (...)' -> 'olmOCR'; 'rednote-hilab/dots.ocr' -> 'dots.ocr'. */
function engineName(model: string): string {
  if (model.startsWith('unstated')) return /\((\w+)/.exec(model)?.[1] ?? model
  return (model.split(' ')[0] ?? model).split('/').at(-1) ?? model
}

/** Pages' Markdown by document; `languagesOf`: undefined = the default. */
async function draftDocuments(documents: readonly string[], languagesOf: (document: string) => string[] | undefined): Promise<Map<string, readonly string[]>> {
  const { createParser, SpecparseError } = await import(PACKAGE_ENTRY) as Package
  const drafts = new Map<string, readonly string[]>()
  const draft = async (document: string, languages?: string[]): Promise<void> => {
    await using parser = await createParser({ effort: 'draft', ...languages === undefined ? {} : { languages } })
    const { markdown, pages } = await parser.parse(document)
    drafts.set(document, pages.map(({ span }) => markdown.slice(span.start, span.end)))
  }
  for (const document of documents) {
    say(`drafting ${document}`)
    const languages = languagesOf(document)
    try {
      await draft(document, languages)
    } catch (thrown) {
      if (languages === undefined || !(thrown instanceof SpecparseError) || thrown.code !== 'MISSING_DEPENDENCY') throw thrown
      say(`${thrown.message}; drafted with the default instead`)
      await draft(document)
    }
  }
  return drafts
}

/** An output '..._pg2.md' is of page 2, another one of the whole document. */
function draftOf(pages: readonly string[], output: string): string {
  const page = /_pg(\d+)\.md$/.exec(output)?.[1]
  return page === undefined ? pages.join('\n\n') : pages[Number(page) - 1] ?? ''
}
