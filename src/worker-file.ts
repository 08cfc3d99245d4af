// Where a worker thread's code is: beside the module that starts it, compiled or not.

export interface WorkerFile {
  readonly filename: string
  readonly execArgv: string[]
}

/** The worker module `name` beside `base` (an import.meta.url); TypeScript sources run through the tsx loader. */
export function workerFile(base: string, name: string): WorkerFile {
  const source = base.endsWith('.ts')
  return {
    filename: new URL(`./${name}${source ? '.ts' : '.js'}`, base).href,
    execArgv: source ? ['--import', 'tsx'] : [],
  }
}
