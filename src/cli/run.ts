// One run of the command: every input parsed and written, failures reported in one line each.
import { basename, dirname, relative, sep } from 'node:path'
import { asSpecparseError, type SpecparseError } from '../errors.ts'
import type { ParsedDocument } from '../model/document.ts'
import { layoutSvg } from '../output/layout-svg.ts'
import { toJson, toMarkdown } from '../output/render.ts'
import { type CallOptions, createParser, type Parser } from '../parser.ts'
import type { Arguments } from './arguments.ts'
import { type Conversion, planConversions } from './conversions.ts'
import { EXIT_STATUS, PARTIAL } from './exit-status.ts'
import { checkWritable, ensureFolder, writeWhole } from './output-file.ts'
import { ProgressBar } from './progress.ts'
import { comparisonTable, reviewJson, reviewList, statsJson } from './report.ts'

/** What all documents of a run share. */
interface Run {
  readonly args: Arguments
  readonly parser: Parser
  readonly signal: AbortSignal
}

/** Runs the command and returns its exit status. @throws SpecparseError when nothing could be done at all */
export async function run(args: Arguments, signal: AbortSignal): Promise<number> {
  const conversions = await planConversions(args)
  for (const report of [args.stats, args.review, args.debugLayout]) if (report !== null && report !== 'stderr') await checkWritable(report)
  for (const { output } of conversions) {
    if (output === args.output && output !== null) await checkWritable(output)
    else if (output !== null) await ensureFolder(dirname(output))
  }
  await using parser = await createParser(args.options)
  const [only] = conversions
  if (only !== undefined && conversions.length === 1) return await convert(only, '', { args, parser, signal })
  const statuses: number[] = []
  for (const [i, conversion] of conversions.entries()) {
    try {
      statuses.push(await convert(conversion, `${i + 1}/${conversions.length} `, { args, parser, signal }))
    } catch (thrown) {
      const error = asSpecparseError(thrown, 'INTERNAL')
      // One bad document of several must not stop the others; an interrupt must.
      if (error.code === 'ABORTED') throw error
      complain(error, conversion.input)
      statuses.push(EXIT_STATUS[error.code])
    }
  }
  const [first = 0] = statuses
  return statuses.every((status) => status === first) ? first : PARTIAL
}

/** `place`: which document of several this is; '' = there is but one, and nobody asks whose messages these are. */
async function convert(conversion: Conversion, place: string, { args, parser, signal }: Run): Promise<number> {
  const { input } = conversion
  const bar = new ProgressBar(args.progress, place === '' ? '' : `${place}${basename(input)} `)
  const document = await parser.parse(input === '-' ? process.stdin : input, { signal, ...pictureOptions(conversion), onProgress: (progress) => { bar.show(progress) } })
    .finally(() => { bar.clear() })
  const whose = place === '' ? '' : `${input}: `
  for (const { code, message, page } of document.failures) {
    process.stderr.write(`specparse: ${code}: ${whose}${page === null ? '' : `page ${page}: `}${message}\n`)
  }
  await write(document, conversion.output, args)
  if (document.stats.comparison !== null) process.stderr.write(comparisonTable(document, document.stats.comparison))
  if (args.options.compare === true && document.stats.comparison === null) {
    process.stderr.write('nothing was verified, so there is nothing to compare (a believed text layer needs --effort full)\n')
  }
  for (const note of document.notes) process.stderr.write(`note: ${whose}${note}\n`)
  if (document.failures.length === 0) return 0
  const nothing = document.failures.length >= document.pages.length && document.blocks.length === 0
  return nothing ? EXIT_STATUS[document.failures[0]?.code ?? 'INTERNAL'] : PARTIAL
}

/** Links lead from where the output is to where the pictures are. */
function pictureOptions({ images, output }: Conversion): Pick<CallOptions, 'images' | 'imageLinks'> {
  if (images === null) return {}
  const path = relative(output === null ? '.' : dirname(output), images).replaceAll(sep, '/')
  return { images, imageLinks: path === '' ? '' : `${path}/` }
}

async function write(document: ParsedDocument, output: string | null, { format, stats, review, debugLayout }: Arguments): Promise<void> {
  const text = format === 'json' ? toJson(document) : toMarkdown(document)
  if (output === null) await toStdout(text)
  else await writeWhole(output, text)
  if (stats === 'stderr') process.stderr.write(statsJson(document))
  else if (stats !== null) await writeWhole(stats, statsJson(document))
  if (review === 'stderr') process.stderr.write(reviewList(document))
  else if (review !== null) await writeWhole(review, reviewJson(document))
  if (debugLayout !== null) await writeWhole(debugLayout, layoutSvg(document))
}

function toStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => { if (error) reject(error); else resolve() })
  })
}

/** One line on standard error; `input` is named unless the message does so. */
export function complain({ code, message }: SpecparseError, input = ''): void {
  process.stderr.write(`specparse: ${code}: ${input === '' || message.includes(input) ? '' : `${input}: `}${message}\n`)
}
