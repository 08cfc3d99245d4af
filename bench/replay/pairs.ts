// Pairs of a draft's engine and a target's, page by page: recordings of what real engines said of real pages.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../bench-error.ts'
import { rewrite } from './engine-formats.ts'
import { tokenizer } from './tokens.ts'

/** Pairs of the trace folder, draft -> target, where --traces has no pairs of its own. */
const KNOWN_PAIRS: readonly (readonly [name: string, draft: string, target: string])[] = [
  ['pymupdf4llm -> docling', 'dpbench/pymupdf4llm', 'dpbench/docling'],
  ['pymupdf4llm -> human', 'dpbench/pymupdf4llm', 'dpbench/human'],
  ['docling -> marker', 'dpbench/docling', 'dpbench/marker'],
  ['MinerU pipeline -> MinerU VLM', 'mineru/pipeline', 'mineru/vlm'],
]
/** Target tokens above which a page is long, as in HSD's report. */
const LONG = 8192

export interface ReplayPage {
  /** Whose output the target is: what is learnt of one engine is not used for another. */
  readonly engine: string
  readonly draft: string
  /** The draft as the target's engine would write it; null = it is not known how. */
  readonly rewritten: string | null
  readonly target: Int32Array
}

export interface ReplayPair {
  readonly name: string
  readonly files: readonly string[]
  readonly pages: readonly ReplayPage[]
}

/** The pairs of a folder, `limit` pages each from `from` on. @throws BenchError when there are none */
export function readPairs(root: string, limit: number, from = 0): ReplayPair[] {
  if (!existsSync(root)) throw new BenchError(`--traces ${root}: there is no such folder`, 2)
  const own = readdirSync(root).filter((name) => existsSync(join(root, name, 'draft')) && existsSync(join(root, name, 'target')))
    .map((name) => [name, `${name}/draft`, `${name}/target`] as const)
  const pairs = (own.length > 0 ? own : KNOWN_PAIRS).filter(([, draft, target]) => existsSync(join(root, draft)) && existsSync(join(root, target)))
  if (pairs.length === 0) throw new BenchError(`--traces ${root}: no folder in it has draft/*.md and target/*.md`, 2)
  return pairs.map(([name, draft, target]) => readPair(name, join(root, draft), join(root, target), limit, from))
}

function readPair(name: string, draftFolder: string, targetFolder: string, limit: number, from: number): ReplayPair {
  const drafts = new Set(readdirSync(draftFolder))
  const all = readdirSync(targetFolder).filter((file) => file.endsWith('.md') && drafts.has(file)).sort()
  // A pair with fewer pages than are left out has all of them.
  const names = all.slice(all.length > from ? from : 0).slice(0, limit)
  const [draftEngine = '', engine = ''] = name.split(' -> ')
  return {
    name, files: names.flatMap((file) => [join(draftFolder, file), join(targetFolder, file)]),
    pages: names.map((file) => {
      const draft = readFileSync(join(draftFolder, file), 'utf8')
      return { engine, draft, rewritten: rewrite(draft, draftEngine, engine), target: tokenizer.encode(readFileSync(join(targetFolder, file), 'utf8')) }
    }),
  }
}

/** Documents of more than 8192 target tokens, made by joining a pair's pages; at most `count`. */
export function joinPages({ name, files, pages }: ReplayPair, count: number): ReplayPair {
  const documents: ReplayPage[] = []
  let joined: ReplayPage | null = null
  for (const page of pages) {
    joined = joined === null ? page : {
      engine: page.engine, draft: `${joined.draft}\n\n${page.draft}`,
      rewritten: joined.rewritten === null || page.rewritten === null ? null : `${joined.rewritten}\n\n${page.rewritten}`,
      target: tokenizer.encode(`${tokenizer.decode(joined.target)}\n\n${tokenizer.decode(page.target)}`),
    }
    if (joined.target.length <= LONG) continue
    documents.push(joined)
    joined = null
    if (documents.length === count) break
  }
  return { name, files, pages: documents }
}

/** Pages by a name, in their order. */
export function groupPages<P extends ReplayPage>(pages: readonly P[], nameOf: (page: P) => string): Map<string, P[]> {
  const groups = new Map<string, P[]>()
  for (const page of pages) groups.set(nameOf(page), [...groups.get(nameOf(page)) ?? [], page])
  return groups
}
