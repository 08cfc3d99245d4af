// A build that nothing changes while it is measured: a commit checked out and built in a folder of its own, or a copy of
// the working tree's build. Dependencies are the working tree's.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { BenchError } from '../bench-error.ts'
import { say } from '../benchmark.ts'
import { ROOT } from '../built.ts'

export interface FrozenBuild {
  /** Commit hash, or 'worktree'. */
  readonly commit: string
  /** URL of the package's entry, for ParseOrder. */
  readonly entry: string
  remove(): Promise<void>
}

const run = promisify(execFile)
const root = fileURLToPath(ROOT)

/** `revision`: 'worktree', or what git understands. Leaves nothing behind when it fails. @throws BenchError */
export async function freeze(revision: string, signal: AbortSignal): Promise<FrozenBuild> {
  const commit = revision === 'worktree' ? revision : await resolveCommit(revision)
  const folder = await mkdtemp(join(tmpdir(), 'specparse-compare-'))
  const remove = (): Promise<void> => removeFolder(folder, commit)
  try {
    if (commit === 'worktree') await copyBuild(folder)
    else await buildCommit(commit, folder, signal)
    return { commit, entry: pathToFileURL(join(folder, 'dist/src/index.js')).href, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

async function resolveCommit(revision: string): Promise<string> {
  try {
    const { stdout } = await run('git', ['rev-parse', '--verify', '--short', `${revision}^{commit}`], { cwd: root })
    return stdout.trim()
  } catch {
    throw new BenchError(`'${revision}' is no commit of this repository; name one, or 'worktree'`, 2)
  }
}

async function copyBuild(folder: string): Promise<void> {
  for (const name of ['dist', 'models', 'package.json']) await cp(join(root, name), join(folder, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
}

async function buildCommit(commit: string, folder: string, signal: AbortSignal): Promise<void> {
  await run('git', ['worktree', 'add', '--detach', '--force', folder, commit], { cwd: root, signal })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const [theirs, ours] = await Promise.all([folder, root].map((place) => readFile(join(place, 'package-lock.json'), 'utf8')))
  if (theirs !== ours) say(`note: ${commit} has another package-lock.json; it runs with the dependencies that are installed`)
  say(`building ${commit}`)
  await run('npm', ['run', '--silent', 'build'], { cwd: folder, signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : ''
    throw new BenchError(`${commit} does not build: ${output.trim().split('\n')[0] ?? ''}`)
  })
}

async function removeFolder(folder: string, commit: string): Promise<void> {
  // the link first: nothing may follow it into the real node_modules
  await unlink(join(folder, 'node_modules')).catch(() => undefined)
  await rm(folder, { recursive: true, force: true })
  if (commit !== 'worktree') await run('git', ['worktree', 'prune'], { cwd: root })
}
