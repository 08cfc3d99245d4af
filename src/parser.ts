// The way in: an input becomes pages, pages go through parsePage a few at a time, results come out in order.
// The one place that knows the concrete draft sources and verifiers, through their registries.
import { createDraftSources } from '../drafts/index.ts'
import { findVerifier } from '../verifiers/index.ts'
import { joinPages } from './assemble/join-pages.ts'
import { BusyClock } from './busy-clock.ts'
import { type Config, configHash, type Options, resolveConfig, selectPages, threadCount } from './config.ts'
import { DocumentContext, NEIGHBOURS } from './document-context.ts'
import { asSpecparseError, SpecparseError, throwIfAborted } from './errors.ts'
import { openInput, type OpenInput } from './input/open-input.ts'
import { PdfThreads } from './input/pdf-threads.ts'
import type { InputSource } from './input/read-source.ts'
import { type ParsedDocument, type ParsedPage, SCHEMA_VERSION } from './model/document.ts'
import { Loaded } from './loaded.ts'
import { type PageTools, parsePage } from './parse-page.ts'
import { openPictureFolder } from './output/picture-files.ts'
import { createLayoutProposer } from './regions/layout-proposer.ts'
import type { DraftSource } from './seams/draft-source.ts'
import type { RegionProposer } from './seams/region-proposer.ts'
import type { Verifier } from './seams/verifier.ts'
import { documentNotes, documentStats } from './summary.ts'
import { createTarget } from './target.ts'
import { failedPage, type VerifiedPage } from './verify/verified-page.ts'

/** Pages in flight beyond one per thread: OCR works ahead while a page is verified. */
const PAGES_AHEAD = 1
/** PDF threads kept warm between documents: as many as one document uses. */
const PDF_THREADS = 2

/** Whose encoder drafts lines where the verifier does not read them. */
const LINE_DRAFTER = 'nano'

/** What all pages of one document share. */
type DocumentTools = Omit<PageTools, 'documentName' | 'context'>

export interface Progress {
  /** Page that has just been finished, from 1. */
  readonly page: number
  /** Pages finished, and pages to parse. */
  readonly done: number
  readonly total: number
}

/** What may differ from document to document. */
export interface CallOptions extends Pick<Options, 'effort' | 'pages' | 'password' | 'remote' | 'compare' | 'limits' | 'images' | 'imageLinks'> {
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** What a parser is made with: options for every document, and parts of your own in place of ours. */
export interface ParserOptions extends Omit<Options, 'verifier'> {
  /** An id ('nano', 'onnx:DIR') or a Verifier of your own, which stays yours to dispose of. */
  readonly verifier?: string | Verifier | undefined
  /** In place of the text layer and OCR: asked in this order. */
  readonly drafts?: readonly DraftSource[]
  readonly proposer?: RegionProposer
}

export interface Parser extends AsyncDisposable {
  /** @throws SpecparseError when nothing could be parsed; failures of single pages are in `failures` */
  parse(input: InputSource, options?: CallOptions): Promise<ParsedDocument>
  /** Pages in order, as they are finished; no more than a few pages are worked on ahead of the reader. */
  stream(input: InputSource, options?: CallOptions): AsyncGenerator<ParsedPage, void>
  /** Stops workers and frees models; what is being parsed ends with ABORTED, as does whatever is asked for later. */
  close(): Promise<void>
}

/** Makes a parser that keeps models and OCR workers warm over many documents. @throws SpecparseError CONFIG_INVALID */
export async function createParser(options: ParserOptions = {}): Promise<Parser> {
  const { verifier: own, drafts, proposer = createLayoutProposer(), ...plain } = options
  const base: Options = typeof own === 'string' ? { ...plain, verifier: own } : plain
  const config = resolveConfig(base)
  const sources = drafts ?? await createDraftSources(config)
  const threads = new PdfThreads(PDF_THREADS)
  const { load, readsLines } = typeof own === 'object' ? { load: () => Promise.resolve(own), readsLines: own.profile.unit === 'line' } : findVerifier(config)
  const isNano = typeof own !== 'object' && config.verifier === LINE_DRAFTER
  const closing = new AbortController()
  const target = new Loaded(async () => createTarget(await load(closing.signal), config, typeof own === 'object'))
  const lineDrafter = new Loaded(() => findVerifier({ ...config, verifier: LINE_DRAFTER }).load(closing.signal))
  const toolsOfOneDocument = (): DocumentTools => ({
    sources, proposer, readsRegions: !readsLines,
    target: (signal) => target.get(signal),
    lineDrafter: async (signal) => isNano ? (await target.get(signal)).verifier : lineDrafter.get(signal),
    clocks: { draft: new BusyClock(), verify: new BusyClock() },
  })
  const untilClosed = ({ signal }: CallOptions): AbortSignal => AbortSignal.any([closing.signal, ...signal === undefined ? [] : [signal]])
  const configOf = ({ signal: _signal, onProgress: _onProgress, ...call }: CallOptions): Config => resolveConfig({ ...base, ...call })

  async function close(): Promise<void> {
    closing.abort(new SpecparseError('ABORTED', 'the parser was closed'))
    if (drafts === undefined) await Promise.all(sources.map((source) => source.close()))
    await threads.close()
    await target.release((loaded) => loaded.close())
    await lineDrafter.release((loaded) => loaded.dispose())
  }

  return {
    async parse(input, call = {}) {
      const start = performance.now()
      const resolved = configOf(call)
      const tools = toolsOfOneDocument()
      const signal = untilClosed(call)
      const results: VerifiedPage[] = []
      let opened: OpenInput | undefined
      for await (const { result, document } of parsePages(input, threads, tools, resolved, { ...call, signal })) {
        results.push(result)
        opened = document
      }
      if (opened === undefined) throw new SpecparseError('CORRUPT_PDF', 'the document has no pages')
      return finish(results, opened, resolved, tools, start, signal)
    },
    async *stream(input, call = {}) {
      const plainly = { ...configOf(call), compare: false }
      const tools = toolsOfOneDocument()
      const signal = untilClosed(call)
      for await (const { result } of parsePages(input, threads, tools, plainly, { ...call, signal })) {
        yield { ...result.page, notes: documentNotes([result], await usedVerifier([result], tools, signal), plainly.languages) }
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Parses one document. @throws SpecparseError, see Parser.parse */
export async function parseDocument(input: InputSource, options: ParserOptions & CallOptions = {}): Promise<ParsedDocument> {
  const { signal, onProgress, ...rest } = options
  const parser = await createParser(rest)
  try {
    return await parser.parse(input, callOf(signal, onProgress))
  } finally {
    await parser.close()
  }
}

/** Parses one document page by page. @throws SpecparseError, see Parser.parse */
export async function* streamDocument(input: InputSource, options: ParserOptions & CallOptions = {}): AsyncGenerator<ParsedPage, void> {
  const { signal, onProgress, ...rest } = options
  const parser = await createParser(rest)
  try {
    yield* parser.stream(input, callOf(signal, onProgress))
  } finally {
    await parser.close()
  }
}

function callOf(signal: AbortSignal | undefined, onProgress: CallOptions['onProgress']): CallOptions {
  return { ...signal === undefined ? {} : { signal }, ...onProgress === undefined ? {} : { onProgress } }
}

/** Opens the input and parses its pages, a bounded number at a time; leaving the loop early stops them all. */
async function* parsePages(
  input: InputSource, threads: PdfThreads, tools: DocumentTools, config: Config, call: CallOptions & { readonly signal: AbortSignal },
): AsyncGenerator<{ result: VerifiedPage, document: OpenInput }, void> {
  const leave = new AbortController()
  // Not AbortSignal.timeout: nothing but the timer would hold it, and Node 20 may collect it before it fires (seen in tests).
  const timer = setTimeout(() => leave.abort(new DOMException('time limit', 'TimeoutError')), Math.min(config.limits.seconds * 1000, 2 ** 31 - 1))
  timer.unref()
  const signal = AbortSignal.any([leave.signal, call.signal])
  throwIfAborted(signal)
  if (config.images !== null) await openPictureFolder(config.images)
  const document = await openInput(input, { config, signal, threads })
  const inFlight: Promise<VerifiedPage>[] = []
  try {
    const numbers = selectPages(config.pages, document.pageCount)
    if (numbers.length > config.limits.pages) {
      throw new SpecparseError('LIMIT_EXCEEDED', `${numbers.length} pages to parse, more than the limit of ${config.limits.pages} (option limits.pages)`)
    }
    const pageTools = { ...tools, documentName: document.name, context: new DocumentContext(numbers, document.outline) }
    const window = Math.max(threadCount(config) + PAGES_AHEAD, 1 + NEIGHBOURS)
    for (let done = 0, next = 0; done < numbers.length; done++) {
      for (; next < numbers.length && inFlight.length < window; next++) {
        const page = parseNumber(document, numbers[next] ?? 0, pageTools, config, signal)
        page.catch(() => undefined)
        inFlight.push(page)
      }
      const result = await inFlight[0]
      inFlight.shift()
      if (result === undefined) return
      pageTools.context.delivered(result.page.number)
      call.onProgress?.({ page: result.page.number, done: done + 1, total: numbers.length })
      yield { result, document }
    }
  } finally {
    clearTimeout(timer)
    leave.abort()
    await Promise.allSettled(inFlight)
    await document.close()
  }
}

async function parseNumber(document: OpenInput, number: number, tools: PageTools, config: Config, signal: AbortSignal): Promise<VerifiedPage> {
  throwIfAborted(signal)
  try {
    const page = await tools.clocks.draft.time(() => document.page(number))
    return await parsePage({ ...page, document }, tools, config, signal)
  } catch (thrown) {
    tools.context.tell(number, null)
    const error = asSpecparseError(thrown, 'CORRUPT_PDF', { page: number })
    if (error.code !== 'CORRUPT_PDF') throw error
    return failedPage({ number, width: 0, height: 0 }, error)
  }
}

/** Null when everything is as it was drafted. */
async function usedVerifier(results: readonly VerifiedPage[], tools: DocumentTools, signal: AbortSignal): Promise<Verifier | null> {
  return results.some(({ fates }) => fates.some((fate) => fate !== 'drafted')) ? (await tools.target(signal)).verifier : null
}

async function finish(
  results: readonly VerifiedPage[], input: OpenInput, config: Config, tools: DocumentTools, start: number, signal: AbortSignal,
): Promise<ParsedDocument> {
  const pages = results.map(({ page }) => page)
  const verifier = await usedVerifier(results, tools, signal)
  const { name, media, bytes, sha256, pageCount } = input
  const { effort, languages } = config
  const { draft, verify } = tools.clocks
  const seconds = { draft: draft.seconds, verify: verify.seconds, total: (performance.now() - start) / 1000 }
  return {
    schemaVersion: SCHEMA_VERSION,
    source: { name, media, bytes, sha256, pageCount },
    config: { effort, verifier: verifier?.id ?? null, languages, hash: configHash(config) },
    ...joinPages(pages),
    failures: pages.flatMap(({ failures }) => failures),
    notes: documentNotes(results, verifier, languages),
    stats: await documentStats(results, seconds, config.compare ? verifier : null, signal, config.tolerance),
  }
}
