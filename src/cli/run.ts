// One run of the command: every input parsed and written, failures reported in one line each.
import { basename, dirname, extname, join, relative, sep } from 'node:path'
import { asSpecparseError, type SpecparseError } from '../errors.ts'
import { isFolder } from '../make-folder.ts'
import type { ParsedDocument } from '../model/document.ts'
import { layoutSvg } from '../output/layout-svg.ts'
import { toJson, toMarkdown } from '../output/render.ts'
import { type CallOptions, createParser, type Parser } from '../parser.ts'
import type { Arguments } from './arguments.ts'
import { EXIT_STATUS, PARTIAL } from './exit-status.ts'
import { checkWritable, ensureFolder, writeWhole } from './output-file.ts'
import { ProgressBar } from './progress.ts'
import { comparisonTable, reviewJson, reviewList, statsJson } from './report.ts'

/** Runs the command and returns its exit status. @throws SpecparseError when nothing could be done at all */
export async function run(args: Arguments, signal: AbortSignal): Promise<number> {
  const several = args.inputs.length > 1
  const folder = args.output !== null && (several || args.output.endsWith('/') || await isFolder(args.output)) ? args.output : null
  if (folder !== null) await ensureFolder(folder)
  else if (args.output !== null) await checkWritable(args.output)
  for (const report of [args.stats, args.review, args.debugLayout]) if (report !== null && report !== 'stderr') await checkWritable(report)
  await using parser = await createParser(args.options)
  const statuses: number[] = []
  for (const input of args.inputs) {
    try {
      const output = folder === null ? args.output : join(folder, outputName(input, args.format))
      statuses.push(await convert(input, { ...args, output }, parser, signal))
    } catch (thrown) {
      const error = asSpecparseError(thrown, 'INTERNAL')
      // One bad document of several must not stop the others; an interrupt must.
      if (!several || error.code === 'ABORTED') throw error
      complain(error, input)
      statuses.push(EXIT_STATUS[error.code])
    }
  }
  const [first = 0] = statuses
  return statuses.every((status) => status === first) ? first : PARTIAL
}

async function convert(input: string, args: Arguments, parser: Parser, signal: AbortSignal): Promise<number> {
  const bar = new ProgressBar(args.progress)
  const document = await parser.parse(input === '-' ? process.stdin : input, { signal, ...pictureOptions(args), onProgress: (progress) => { bar.show(progress) } })
    .finally(() => { bar.clear() })
  for (const { code, message, page } of document.failures) {
    process.stderr.write(`specparse: ${code}: ${page === null ? '' : `page ${page}: `}${message}\n`)
  }
  await write(document, args)
  if (document.stats.comparison !== null) process.stderr.write(comparisonTable(document, document.stats.comparison))
  if (args.options.compare === true && document.stats.comparison === null) {
    process.stderr.write('nothing was verified, so there is nothing to compare (a believed text layer needs --effort full)\n')
  }
  for (const note of document.notes) process.stderr.write(`note: ${note}\n`)
  if (document.failures.length === 0) return 0
  const nothing = document.failures.length >= document.pages.length && document.blocks.length === 0
  return nothing ? EXIT_STATUS[document.failures[0]?.code ?? 'INTERNAL'] : PARTIAL
}

/** Links lead from where the output is to where the pictures are. */
function pictureOptions({ images, output }: Arguments): Pick<CallOptions, 'images' | 'imageLinks'> {
  if (images === null) return {}
  const path = relative(output === null ? '.' : dirname(output), images).replaceAll(sep, '/')
  return { images, imageLinks: path === '' ? '' : `${path}/` }
}

async function write(document: ParsedDocument, { output, format, stats, review, debugLayout }: Arguments): Promise<void> {
  const text = format === 'json' ? toJson(document) : toMarkdown(document)
  if (output === null) await toStdout(text)
  else await writeWhole(output, text)
  if (stats === 'stderr') process.stderr.write(statsJson(document))
  else if (stats !== null) await writeWhole(stats, statsJson(document))
  if (review === 'stderr') process.stderr.write(reviewList(document))
  else if (review !== null) await writeWhole(review, reviewJson(document))
  if (debugLayout !== null) await writeWhole(debugLayout, layoutSvg(document))
}

function outputName(input: string, format: Arguments['format']): string {
  const name = input === '-' ? 'stdin' : basename(input.replace(/[?#].*$/, ''))
  return `${basename(name, extname(name))}.${format === 'json' ? 'json' : 'md'}`
}

function toStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => { if (error) reject(error); else resolve() })
  })
}

/** One line on standard error. */
export function complain({ code, message }: SpecparseError, input?: string): void {
  process.stderr.write(`specparse: ${code}: ${input === undefined ? '' : `${input}: `}${message}\n`)
}
