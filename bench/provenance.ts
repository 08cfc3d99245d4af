// What makes a figure repeatable: the commit, the machine and the versions it was measured with.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { ROOT } from './built.ts'

const LIBRARIES = ['onnxruntime-node', 'pdfjs-dist', '@napi-rs/canvas', 'tesseract.js', 'sharp', 'fastest-levenshtein', 'htmlparser2']

export interface Provenance {
  /** Short hash, with '-dirty' when the working tree differs; null outside of git. */
  readonly commit: string | null
  readonly machine: string
  readonly versions: Readonly<Record<string, string>>
}

export async function provenance(): Promise<Provenance> {
  return { commit: await commit(), machine: machine(), versions: await versions() }
}

async function commit(): Promise<string | null> {
  // installed from npm, the repository around is the user's
  if (!existsSync(new URL('.git', ROOT))) return null
  try {
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty', '--exclude', '*'], { cwd: ROOT })
    return stdout.trim()
  } catch {
    return null
  }
}

function machine(): string {
  const processors = cpus()
  return `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}`
}

async function versions(): Promise<Record<string, string>> {
  const named = await Promise.all(['./', ...LIBRARIES.map((library) => `node_modules/${library}/`)].map(async (folder) => {
    // installed from npm, our libraries may lie beside us
    const paths = [folder, folder.replace('node_modules/', '../')].map((place) => new URL(`${place}package.json`, ROOT))
    const { name, version } = JSON.parse(await readFile(paths.find(existsSync)!, 'utf8')) as { name: string, version: string }
    return [name, version]
  }))
  return { node: process.versions.node, ...Object.fromEntries(named) as Record<string, string> }
}

/** Hash over file contents, in the given order; 16 hex digits. A file that is not there counts as its name. */
export async function hashFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(await readFile(path).catch(() => path))
  return hash.digest('hex').slice(0, 16)
}
