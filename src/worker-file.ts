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
