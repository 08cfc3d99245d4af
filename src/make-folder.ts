// Folders for what is written, made step by step: where none can be made, as below /proc, Node's recursive mkdir never ends
// (seen in Node 20).
import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes `folder` and those above it that are missing. @throws the system's error: ENOENT, ENOTDIR, EACCES, EEXIST where a file is in the way */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  const above = dirname(folder)
  if (above !== folder) await makeFolder(above)
  try {
    await mkdir(folder)
  } catch (error) {
    // somebody else has made it meanwhile
    if (!await isFolder(folder)) throw error
  }
}

export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true
}
