// The command line, checked: what to parse, how, and where the result goes.
import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Options } from '../config.ts'
import { SpecparseError } from '../errors.ts'

export interface Arguments {
  /** Files, folders, URLs, or '-' for standard input. */
  readonly inputs: readonly string[]
  /** File or folder; null = standard output. */
  readonly output: string | null
  readonly format: 'markdown' | 'json'
  /** Where statistics go: a JSON file, standard error, or nowhere. */
  readonly stats: string | 'stderr' | null
  /** Where the words to look at go: a JSON file, standard error, or nowhere. */
  readonly review: string | 'stderr' | null
  /** Where the picture of regions and reading order goes, an SVG file; null = nowhere. */
  readonly debugLayout: string | null
  /** Folder for pictures as files; null = none are written. */
  readonly images: string | null
  readonly progress: boolean
  readonly options: Options
}

const HELP = `
Markdown or JSON goes to standard output (or to -o), progress and errors to standard error.

Examples:
  specparse paper.pdf                                  Markdown on standard output
  specparse paper.pdf -o paper.json --pages 2-4        JSON, by the name of the output
  specparse *.pdf papers/ -o out/                      one file a document, in a folder; subfolders are kept
  specparse paper.pdf -o paper.md --images figures     pictures as files, linked from the Markdown
  specparse scan.png --review                          and which words to check by eye
  specparse scan.png --compare                         how much faster than plain decoding, and is it the same?
  cat paper.pdf | specparse -
  specparse doctor --verifier vllm:http://host:8000    can this verifier be used, and how fast is it?
  specparse bench --help                               accuracy and speed on OmniDocBench, with a report

Exit status: 0 done, 1 internal error, 2 wrong usage, 3 input missing or not readable, 4 password, 5 limit or time,
6 draft, verifier or a missing package, 7 output not writable, 8 some pages or documents failed, 130 interrupted.`

/** Reads the arguments; null when --help or --version has answered. @throws SpecparseError CONFIG_INVALID */
export function readArguments(argv: readonly string[]): Arguments | null {
  const command = createCommand()
  try {
    command.parse(argv, { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return null
    throw new SpecparseError('CONFIG_INVALID', `${thrown.message.replace(/^error: /, '').replace(/\n/g, ' ')} (see specparse --help)`, { cause: thrown })
  }
  const flags = command.opts<Flags>()
  const output = flags.output === undefined || flags.output === '-' ? null : flags.output
  return {
    inputs: command.args, output, progress: flags.progress,
    format: flags.format ?? (output?.endsWith('.json') === true ? 'json' : 'markdown'),
    stats: reportTo(flags.stats),
    review: reportTo(flags.review),
    debugLayout: flags.debugLayout ?? null,
    images: flags.images ?? null,
    options: readOptions(flags),
  }
}

interface Flags {
  output?: string
  format?: 'markdown' | 'json'
  stats?: string | true
  review?: string | true
  debugLayout?: string
  images?: string
  progress: boolean
  effort?: 'draft' | 'auto' | 'full'
  pages?: string
  password?: string
  lang?: string
  ocr?: 'auto' | 'nano' | 'tesseract'
  verifier?: string
  model?: string
  tokenizer?: string
  scope?: 'auto' | 'region' | 'page'
  tolerance?: number
  threads?: number
  remote?: boolean
  offline?: boolean
  compare?: boolean
}

function createCommand(): Command {
  const command = new Command('specparse').exitOverride().configureOutput({ writeErr: () => undefined })
  return command
    .description('Turns PDFs and page images into Markdown or JSON.')
    .version(version())
    .argument('<input...>', 'PDF, PNG, JPEG, WebP or TIFF: a file, a folder of them, a URL (with --remote), or - for standard input')
    .option('-o, --output <file>', 'file or folder to write to; several inputs need a folder')
    .addOption(new Option('-f, --format <format>', 'default: by the name of the output').choices(['markdown', 'json']))
    .addOption(new Option('-e, --effort <effort>', 'what the verifier checks: nothing, what the draft is unsure of, everything').choices(['draft', 'auto', 'full']))
    .option('-p, --pages <range>', 'pages such as 1-3,7,10-')
    .option('--password <password>', 'password of an encrypted PDF')
    .option('-l, --lang <codes>', 'languages of the OCR, such as eng or deu+fra; auto: told from the pages, of those that are installed')
    .addOption(new Option('--ocr <engine>', 'who reads scans: nano, tesseract, or nano with tesseract where it is unsure (auto, the default)').choices(['auto', 'nano', 'tesseract']))
    .option('--verifier <verifier>', 'nano (the default), onnx:DIR, hub:OWNER/NAME, or a server: vllm:URL, sglang:URL, openai:URL, segments:URL')
    .option('--model <name>', 'model at the server, when it serves several')
    .option('--tokenizer <folder>', 'folder with the served model\'s tokenizer.json')
    .addOption(new Option('--scope <scope>', 'what a model reads at a time (default: what suits it)').choices(['auto', 'region', 'page']))
    .option('--tolerance <share>', 'accept a draft token at this share of the probability of the verifier\'s own (default: 1, exact)', readNumber)
    .option('--threads <number>', 'worker threads (default: one per core, at most 8)', readNumber)
    .option('--remote', 'allow http(s) inputs')
    .option('--offline', 'take hub models from the cache only')
    .option('--compare', 'also decode plainly: is the output identical, and how much faster was it?')
    .option('--stats [file.json]', 'statistics as JSON, to a file or to standard error', readReport)
    .option('--review [file.json]', 'words that a person should look at: to a file as JSON, or as a list to standard error', readReport)
    .option('--images <folder>', 'write pictures to this folder as PNG files, linked from the output')
    .option('--debug-layout <file.svg>', 'a picture of the regions and their reading order')
    .option('--no-progress', 'no progress bar')
    .addHelpText('after', HELP)
}

/** A value that does not end in .json is most likely the input, swallowed by the option. */
function readReport(value: string): string {
  if (value.endsWith('.json')) return value
  throw new InvalidArgumentError('It takes a file that ends in .json; without a file, put it last.')
}

const reportTo = (flag: string | true | undefined): string | 'stderr' | null => flag === true ? 'stderr' : flag ?? null

function readNumber(value: string): number {
  if (value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  throw new InvalidArgumentError('It is not a number.')
}

function readOptions({ effort, pages, password, lang, ocr, verifier, model, tokenizer, scope, tolerance, threads, remote, offline, compare }: Flags): Options {
  return {
    ...effort === undefined ? {} : { effort },
    ...pages === undefined ? {} : { pages },
    ...password === undefined ? {} : { password },
    ...lang === undefined ? {} : { languages: lang.split(/[+,]/) },
    ...ocr === undefined ? {} : { ocr },
    ...verifier === undefined ? {} : { verifier },
    ...model === undefined ? {} : { model },
    ...tokenizer === undefined ? {} : { tokenizer },
    ...scope === undefined ? {} : { scope },
    ...tolerance === undefined ? {} : { tolerance },
    ...threads === undefined ? {} : { threads },
    ...remote === undefined ? {} : { remote },
    ...offline === undefined ? {} : { offline },
    ...compare === undefined ? {} : { compare },
  }
}

function version(): string {
  for (const up of ['../../../package.json', '../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(up, import.meta.url), 'utf8')) as { name?: string, version?: string }
      if (name === 'specparse' && version !== undefined) return version
    } catch {
      // from dist it is three folders up, from the sources two
    }
  }
  return 'unknown'
}
