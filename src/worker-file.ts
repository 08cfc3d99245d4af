// Where a worker thread's code is: beside the module that starts it, always compiled.

/**
 * The URL of the worker module `name` beside `base` (an import.meta.url). When the caller runs from the TypeScript
 * sources (tests, benchmarks), it is the copy in dist: TypeScript loaders are not reliable inside worker threads.
 */
export function workerFile(base: string, name: string): string {
  if (base.endsWith('.js')) return new URL(`./${name}.js`, base).href
  const root = new URL('../', import.meta.url).href
  return new URL(`dist/${base.slice(root.length).replace(/[^/]+$/, '')}${name}.js`, root).href
}

/**
 * The same module as the entry of a plain `worker_threads` Worker that keeps state between messages. tsx hooks the
 * imports of a worker only when the worker itself asks for it, so sources start through a two-line entry.
 */
export function workerEntry(base: string, name: string): URL {
  const { filename } = workerFile(base, name)
  if (!base.endsWith('.ts')) return new URL(filename)
  const tsx = pathToFileURL(createRequire(base).resolve('tsx/esm/api')).href
  const code = `import { register } from ${JSON.stringify(tsx)}\nregister()\nawait import(${JSON.stringify(filename)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}
