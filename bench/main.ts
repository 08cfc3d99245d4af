// `npm run bench -- NAME [options]`: runs one benchmark. The last line of stdout is one JSON object; the rest goes to stderr.
import { BenchError } from './bench-error.ts'
import { benchmarks } from './registry.ts'
import { parseBenchOptions } from './options.ts'
import { provenance } from './provenance.ts'

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  const names = Object.keys(benchmarks).join(', ')
  if (name === undefined) throw new BenchError(`name a benchmark: ${names}`, 2)
  const load = benchmarks[name]
  if (load === undefined) throw new BenchError(`no benchmark '${name}'; there are ${names}`, 2)
  const { benchmark } = await load()
  const options = parseBenchOptions(benchmark, rest)
  // before the run: a long one may see the next commit
  const origin = await provenance()
  const { dataHash, ...figures } = await benchmark.run(options)
  const line = { benchmark: name, ...figures, ...origin, dataHash }
  process.stdout.write(`${JSON.stringify(line)}\n`)
  return 0
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof BenchError)) throw error
  process.stderr.write(`bench: ${error.message}\n`)
  return error.status
})
