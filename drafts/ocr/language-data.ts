// Where Tesseract's models are: every language is an npm package of its own, read from node_modules and nowhere else.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SpecparseError } from '../../src/errors.ts'

/** The LSTM-only models are a quarter of the size of the others, and read as well. */
const FOLDERS = ['4.0.0_best_int', '4.0.0']

/** The gzipped model of a language code such as 'eng'. @throws SpecparseError MISSING_DEPENDENCY, naming the package to install */
export function languageFile(code: string): string {
  const name = `@tesseract.js-data/${code}`
  for (const folder of packageFolders(name)) {
    const file = FOLDERS.map((version) => join(folder, version, `${code}.traineddata.gz`)).find((path) => existsSync(path))
    if (file !== undefined) return file
  }
  throw new SpecparseError('MISSING_DEPENDENCY', `OCR in the language '${code}' needs its data: npm install ${name}`)
}

/** Beside specparse first, then in the folder that the program runs in, where users of a global install have their packages. */
function packageFolders(name: string): string[] {
  return [import.meta.url, join(process.cwd(), 'package.json')].flatMap((from) => {
    try {
      return [dirname(createRequire(from).resolve(`${name}/package.json`))]
    } catch {
      return []
    }
  })
}
