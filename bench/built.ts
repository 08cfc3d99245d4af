// Benchmarks run from the sources (`npm run bench`) and from the package (`specparse bench`): where things are in both.
import { createRequire } from 'node:module'

const isSource = (url: string): boolean => url.endsWith('.ts')

/** The folder of package.json. */
export const ROOT = new URL(isSource(import.meta.url) ? '../' : '../../', import.meta.url)

/** The built package; `npm run bench` builds first. */
export const PACKAGE_ENTRY = new URL('dist/src/index.js', ROOT).href

/** What to fork for the program `name` beside `base` (an import.meta.url). */
export function childProgram(base: string, name: string): { readonly file: URL, readonly execArgv: string[] } {
  if (!isSource(base)) return { file: new URL(`./${name}.js`, base), execArgv: [] }
  return { file: new URL(`./${name}.ts`, base), execArgv: ['--import', createRequire(base).resolve('tsx')] }
}
