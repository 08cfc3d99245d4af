// Our own drafts of the dev documents, against what engines said of them: one pair an engine.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ParsedDocument } from '../../src/model/document.ts'
import { say } from '../benchmark.ts'
import { PACKAGE_ENTRY } from '../built.ts'
import { writeAs } from './engine-formats.ts'
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

/** Pixels a point of the image that a target would get: 144 dpi. */
const SCALE = 2

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
    const parsed = drafts.get(document)
    if (parsed === undefined || target.length === 0) return []
    const pages = pagesOf(parsed, path)
    const draft = pages.map(({ span }) => parsed.markdown.slice(span.start, span.end)).join('\n\n')
    const rewritten = pages.map((page) => writePage(parsed, page, engine)).join('\n\n')
    return draft === '' ? [] : [{ engine, draft, rewritten, target, files: [document, path] }]
  })
  const byPair = groupPages(pages, ({ engine }) => pages.filter((page) => page.engine === engine).length < FEWEST ? 'ours -> other engines' : `ours -> ${engine}`)
  return [...byPair].map(([name, own]) => ({ name, files: own.flatMap(({ files }) => files), pages: own }))
}

/** 'unstated (OmniDocBench demo_data/...)' -> 'OmniDocBench'; 'olmOCR pipeline (...)' -> 'olmOCR'; 'rednote-hilab/dots.ocr' -> 'dots.ocr'. */
function engineName(model: string): string {
  if (model.startsWith('unstated')) return /\((\w+)/.exec(model)?.[1] ?? model
  return (model.split(' ')[0] ?? model).split('/').at(-1) ?? model
}

/** `languagesOf`: undefined = the default. */
async function draftDocuments(documents: readonly string[], languagesOf: (document: string) => string[] | undefined): Promise<Map<string, ParsedDocument>> {
  const { createParser, SpecparseError } = await import(PACKAGE_ENTRY) as Package
  const drafts = new Map<string, ParsedDocument>()
  const draft = async (document: string, languages?: string[]): Promise<void> => {
    await using parser = await createParser({ effort: 'draft', ...languages === undefined ? {} : { languages } })
    drafts.set(document, await parser.parse(document))
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
function pagesOf({ pages }: ParsedDocument, output: string): ParsedDocument['pages'] {
  const number = /_pg(\d+)\.md$/.exec(output)?.[1]
  return number === undefined ? pages : pages.filter((page) => page.number === Number(number))
}

/** The page's blocks in the engine's own format, as the parser hands them to a verifier. */
function writePage({ blocks }: ParsedDocument, { number, width, height }: ParsedDocument['pages'][number], engine: string): string {
  const own = blocks.filter(({ page }) => page === number)
  const image = { width: Math.round(SCALE * width), height: Math.round(SCALE * height) }
  return writeAs(engine, own, { box: { x0: 0, y0: 0, x1: width, y1: height }, kind: null, image })
}
