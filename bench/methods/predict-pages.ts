// Has a method write one Markdown file a page, in OmniDocBench's naming, and keeps a log from which a run can be resumed.
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { runMethod } from './run-method.ts'

export interface PagePrediction {
  /** Image name. */
  readonly page: string
  /** null when the page failed. */
  readonly markdown: string | null
  readonly error: { readonly code: string | null, readonly message: string } | null
  readonly seconds: number
  readonly peakRssMb: number
}

type Logged = Omit<PagePrediction, 'markdown'>

/** Pages in the order of `images`; with `resume`, pages that were read before are taken from the folder. */
export async function* predictPages(
  method: string, images: readonly string[], folder: string, settings: { readonly resume: boolean, readonly limitSeconds: number },
): AsyncGenerator<PagePrediction, void> {
  await mkdir(folder, { recursive: true })
  const log = join(folder, 'pages.jsonl')
  const done = settings.resume ? await readLog(log) : new Map<string, Logged>()
  if (!settings.resume) await writeFile(log, '')
  for (const image of images) {
    const entry = done.get(basename(image))
    if (entry !== undefined) yield { ...entry, markdown: await readFile(join(folder, markdownName(image)), 'utf8') }
  }
  const open = images.filter((image) => !done.has(basename(image)))
  for await (const { file, pages, error, seconds, peakRssMb } of runMethod(method, open, settings.limitSeconds)) {
    const entry: Logged = { page: basename(file), error, seconds, peakRssMb }
    const markdown = pages === null ? null : pages.join('\n\n')
    if (markdown !== null) await writeFile(join(folder, markdownName(file)), markdown)
    await appendFile(log, `${JSON.stringify(entry)}\n`)
    yield { ...entry, markdown }
  }
}

const markdownName = (image: string): string => `${basename(image).replace(/\.[^.]+$/, '')}.md`

/** Pages that were read without failing; failed ones are tried again. */
async function readLog(path: string): Promise<Map<string, Logged>> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const entries = text.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Logged)
  return new Map(entries.filter((entry) => entry.error === null).map((entry) => [entry.page, entry]))
}
