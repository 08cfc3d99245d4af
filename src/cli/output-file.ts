// Files are written whole or not at all: beside their place first, then moved into it.
import { access, constants, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SpecparseError } from '../errors.ts'
import { isFolder, makeFolder } from '../make-folder.ts'

/** Checks that the file `path` can be written, before any work is done. @throws SpecparseError OUTPUT_FAILED */
export async function checkWritable(path: string): Promise<void> {
  if (await isFolder(path)) throw new SpecparseError('OUTPUT_FAILED', `cannot write ${path}: it is a folder`)
  if (await isDevice(path)) return failing(path, () => access(path, constants.W_OK))
  const probe = temporary(await target(path))
  await failing(path, async () => { await (await open(probe, 'wx')).close() })
  await rm(probe, { force: true })
}

/** Devices and pipes (/dev/null, /dev/stdout) are written into: a file put in their place would be the end of them. */
async function isDevice(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => null)
  return stats !== null && !stats.isFile() && !stats.isDirectory()
}

/** Where a link leads; whatever is none, or not there yet, is itself. */
const target = (path: string): Promise<string> => realpath(path).catch(() => path)

/** Makes sure that `path` is a folder. @throws SpecparseError OUTPUT_FAILED */
export async function ensureFolder(path: string): Promise<void> {
  await failing(path, async () => { await makeFolder(path) })
}

/** @throws SpecparseError OUTPUT_FAILED; nothing is left behind then */
export async function writeWhole(path: string, text: string): Promise<void> {
  if (await isDevice(path)) return failing(path, () => writeFile(path, text))
  const place = await target(path)
  const part = temporary(place)
  try {
    await failing(path, async () => {
      await writeFile(part, text)
      await rename(part, place)
    })
  } finally {
    await rm(part, { force: true })
  }
}

function temporary(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.part`)
}

async function failing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
    const reasons: Record<string, string> = {
      ENOENT: 'its folder does not exist', ENOTDIR: 'part of the path is not a folder', EACCES: 'permission denied',
      EPERM: 'permission denied', EROFS: 'the file system is read-only', ENOSPC: 'the disk is full', EEXIST: 'there is a file of that name',
    }
    throw new SpecparseError('OUTPUT_FAILED', `cannot write ${path}: ${reasons[code] ?? code}`, { cause })
  }
}
