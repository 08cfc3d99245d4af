// Folders that ship with the package.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A folder or file of the package, such as 'models/nano', from the sources as well as from dist. */
export function packageFolder(path: string): string {
  let root = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(root, 'package.json'))) root = dirname(root)
  return join(root, path)
}
