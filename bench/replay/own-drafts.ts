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
  items: z.array(z.looseObject({ id: z.string(), path: z.string(), vlm_outputs: z.array(z.object({ model: z.string(), path: z.string() })).optional() })),
})
/** Outputs as text; the others are what an engine's own tools made of them. */
const OUTPUT = /\.(?:md|html)$|dots_list\.json$/
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
  const outputs = manifestSchema.parse(JSON.parse(readFileSync(manifest, 'utf8'))).items.flatMap(({ path, vlm_outputs: known = [] }) =>
    known.filter((output) => OUTPUT.test(output.path)).map((output): Output => ({ engine: engineName(output.model), document: join(root, path), path: join(root, output.path) })))
  const drafts = await draftDocuments([...new Set(outputs.map(({ document }) => document))])
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

async function draftDocuments(documents: readonly string[]): Promise<Map<string, readonly string[]>> {
  const { createParser } = await import(PACKAGE_ENTRY) as Package
  const parser = await createParser({ effort: 'draft' })
  const drafts = new Map<string, readonly string[]>()
  for (const document of documents) {
    say(`drafting ${document}`)
    const { markdown, pages } = await parser.parse(document)
    drafts.set(document, pages.map(({ span }) => markdown.slice(span.start, span.end)))
  }
  await parser.close()
  return drafts
}

/** An output '..._pg2.md' is of page 2, another one of the whole document. */
function draftOf(pages: readonly string[], output: string): string {
  const page = /_pg(\d+)\.md$/.exec(output)?.[1]
  return page === undefined ? pages.join('\n\n') : pages[Number(page) - 1] ?? ''
}
