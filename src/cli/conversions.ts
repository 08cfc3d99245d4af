// What the command is to parse and where each result goes: folders are opened, and no two results share a file.
import { readdir, realpath } from 'node:fs/promises'
import { basename, dirname, extname, join, relative } from 'node:path'
import { SpecparseError } from '../errors.ts'
import { isFolder } from '../make-folder.ts'
import type { Arguments } from './arguments.ts'

export interface Conversion {
  /** Path, URL, or '-' for standard input. */
  readonly input: string
  /** File; null = standard output. */
  readonly output: string | null
  /** Folder for this document's pictures; null = none are written. */
  readonly images: string | null
}

interface Found {
  readonly input: string
  /** Path below the output folder, with the input's extension. */
  readonly name: string
}

/** What is parsed of a folder; what a file holds is told by its first bytes later. */
const EXTENSION = /\.(?:pdf|png|jpe?g|webp|tiff?)$/i

/** One conversion per document, in the order asked for. @throws SpecparseError CONFIG_INVALID, INPUT_NOT_FOUND */
export async function planConversions(args: Arguments): Promise<readonly Conversion[]> {
  const { inputs: [first = '-'], output, images } = args
  const several = args.inputs.length > 1 || await isFolder(first)
  if (several) refuseForSeveral(args)
  const found = (await Promise.all(args.inputs.map(findDocuments))).flat()
  const toFolder = output !== null && (several || output.endsWith('/') || await isFolder(output))
  const conversions = toFolder ? inFolder(found, output, args) : [{ input: first, output, images }]
  for (const conversion of conversions) await refuseOverwriting(conversion)
  return conversions
}

function refuseForSeveral({ output, stats, review, debugLayout }: Arguments): void {
  if (output === null) throw new SpecparseError('CONFIG_INVALID', 'several documents need a folder to go to: -o DIR')
  const single = Object.entries({ '--stats': stats, '--review': review, '--debug-layout': debugLayout }).find(([, file]) => file !== null && file !== 'stderr')
  if (single !== undefined) throw new SpecparseError('CONFIG_INVALID', `${single[0]} ${single[1]} has room for one document only`)
}

async function findDocuments(input: string): Promise<readonly Found[]> {
  if (input === '-') return [{ input, name: 'stdin' }]
  if (/^https?:/i.test(input) && URL.canParse(input)) return [{ input, name: basename(new URL(input).pathname) || new URL(input).hostname }]
  if (!await isFolder(input)) return [{ input, name: basename(input) }]
  const entries = await readdir(input, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new SpecparseError('INPUT_NOT_FOUND', `the folder '${input}' cannot be read`, { cause })
  })
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ parentPath, name }) => relative(input, join(parentPath, name)))
    .filter((name) => EXTENSION.test(name) && !/(?:^|[/\\])\./.test(name)).sort()
  if (names.length === 0) throw new SpecparseError('INPUT_NOT_FOUND', `the folder '${input}' holds no PDF, PNG, JPEG, WebP or TIFF`)
  return names.map((name) => ({ input: join(input, name), name }))
}

/** Subfolders are kept. Documents that differ in their extension only keep it: `a.pdf.md`, `a.png.md`. */
function inFolder(found: readonly Found[], folder: string, { format, images }: Arguments): Conversion[] {
  const stemOf = (name: string): string => join(dirname(name), basename(name, extname(name)))
  const stems = countBy(found.map(({ name }) => stemOf(name)))
  const names = countBy(found.map(({ name }) => name))
  return found.map(({ input, name }) => {
    const stem = stemOf(name)
    const isOnly = stems.get(stem.toLowerCase()) === 1
    const output = `${join(folder, isOnly ? stem : name)}.${format === 'json' ? 'json' : 'md'}`
    if ((names.get(name.toLowerCase()) ?? 0) > 1) {
      throw new SpecparseError('CONFIG_INVALID', `'${input}' and another input would both be written to ${output}: parse the folder that holds both, which keeps subfolders`)
    }
    return { input, output, images: images === null ? null : join(images, isOnly ? dirname(name) : name) }
  })
}

/** Without regard to case, as some file systems have it. */
function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1)
  return counts
}

async function refuseOverwriting({ input, output }: Conversion): Promise<void> {
  if (output === null) return
  const [from, to] = await Promise.all([input, output].map((path) => realpath(path).catch(() => null)))
  if (from !== null && from === to) throw new SpecparseError('CONFIG_INVALID', `'${input}' would be overwritten by its own result`)
}
