// Files are written whole or not at all: beside their place first, then moved into it.
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SpecparseError } from '../errors.ts'
import { isFolder, makeFolder } from '../make-folder.ts'

/** Checks that the file `path` can be written, before any work is done. @throws SpecparseError OUTPUT_FAILED */
export async function checkWritable(path: string): Promise<void> {
  if (await isFolder(path)) throw new SpecparseError('OUTPUT_FAILED', `cannot write ${path}: it is a folder`)
  const probe = temporary(path)
  await failing(path, async () => { await (await open(probe, 'wx')).close() })
  await rm(probe, { force: true })
}

/** Makes sure that `path` is a folder. @throws SpecparseError OUTPUT_FAILED */
export async function ensureFolder(path: string): Promise<void> {
  await failing(path, async () => { await makeFolder(path) })
}

/** @throws SpecparseError OUTPUT_FAILED; nothing is left behind then */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = temporary(path)
  try {
    await failing(path, async () => {
      const file = await open(part, 'w')
      try {
        await file.writeFile(text)
      } finally {
        await file.close()
      }
      await rename(part, path)
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
