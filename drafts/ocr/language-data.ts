// Where Tesseract's models are: every language is an npm package of its own, read from node_modules and nowhere else.
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { SpecparseError } from '../../src/errors.ts'

const SCOPE = '@tesseract.js-data'
/** The LSTM-only models are a quarter of the size of the others, and read as well. */
const FOLDERS = ['4.0.0_best_int', '4.0.0']

/** What comes with specparse. */
export const DEFAULT_LANGUAGE = 'eng'
/** Tesseract's orientation and script model: it reads nothing. */
export const SCRIPT_DATA = 'osd'
/** Data that reads no lines: scripts, equations, vertical columns. */
const NO_LANGUAGE = new RegExp(`^(?:${SCRIPT_DATA}|equ)$|_vert$`)

/** The gzipped model of a language code such as 'eng'. @throws SpecparseError MISSING_DEPENDENCY, naming the package to install */
export function languageFile(code: string): string {
  const name = `${SCOPE}/${code}`
  for (const folder of packageFolders(name)) {
    const file = FOLDERS.map((version) => join(folder, version, `${code}.traineddata.gz`)).find((path) => existsSync(path))
    if (file !== undefined) return file
  }
  throw new SpecparseError('MISSING_DEPENDENCY', `OCR in the language '${code}' needs its data: npm install ${name}`)
}

/** Codes of the languages whose data is in node_modules, the default first. */
export function installedLanguages(): string[] {
  const codes = lookups().flatMap((require) => require.resolve.paths(SCOPE) ?? []).map((folder) => join(folder, SCOPE))
    .flatMap((folder) => existsSync(folder) ? readdirSync(folder) : [])
  return [...new Set([DEFAULT_LANGUAGE, ...codes.sort()])].filter((code) => !NO_LANGUAGE.test(code))
}

function packageFolders(name: string): string[] {
  return lookups().flatMap((require) => {
    try {
      return [dirname(require.resolve(`${name}/package.json`))]
    } catch {
      return []
    }
  })
}

/** From specparse first, then from the folder that the program runs in, where users of a global install have their packages. */
function lookups(): NodeJS.Require[] {
  return [import.meta.url, join(process.cwd(), 'package.json')].map((from) => createRequire(from))
}
