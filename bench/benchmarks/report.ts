// Makes index.html and report.json from the folder of an omnidocbench run (with --compare, measures speculation first), or
// from what a corpus run printed (--corpus FILE).
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { say, type Benchmark, type Figures, type OptionValues } from '../benchmark.ts'
import { openOmniDocBench, type OmniDocBenchSet } from '../data/omnidocbench-folder.ts'
import { imageName } from '../data/omnidocbench.ts'
import { measureSpeed } from '../methods/measure-speed.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles, provenance } from '../provenance.ts'
import { readCorpusRun, writeCorpusReport } from '../report/corpus-report.ts'
import { readMethodReports, SPEED_LOG, type MethodReport } from '../report/method-report.ts'
import { writeOmniDocBenchReport } from '../report/omnidocbench-report.ts'

const VERIFYING = { 'specparse-auto': 'auto', 'specparse-full': 'full' } as const

export const benchmark: Benchmark = {
  options: {
    data: { type: 'string', default: '../shared/data/dev/omnidocbench' },
    gt: { type: 'string' },
    corpus: { type: 'string' },
    output: { type: 'string', short: 'o', default: 'report' },
    method: { type: 'string' },
    compare: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    timeout: { type: 'string', default: '900' },
  },
  run(options) {
    const corpus = textOption(options, 'corpus')
    return corpus === null
      ? makeReport(options, `npm run bench -- ${process.argv.slice(2).join(' ')}`)
      : corpusReport(corpus, requiredOption(options, 'output'))
  },
}

async function corpusReport(file: string, output: string): Promise<Figures> {
  const run = await readCorpusRun(file)
  const path = await writeCorpusReport(output, run)
  say(`report: ${pathToFileURL(path).href}`)
  return { report: path, dataHash: run.dataHash }
}

/** `command`: what the user typed, for the report. @throws BenchError */
export async function makeReport(options: OptionValues, command: string): Promise<Figures> {
  const set = await openOmniDocBench(requiredOption(options, 'data'), textOption(options, 'gt'))
  const output = requiredOption(options, 'output')
  const names = textOption(options, 'method')?.split(',') ?? null
  const settings = { resume: options['resume'] === true, limitSeconds: countOption(options, 'timeout') ?? 900 }
  if (options['compare'] === true) {
    for (const report of await readMethodReports(output, names)) await compareMethod(report, set, settings)
  }
  const methods = await readMethodReports(output, names)
  const dataHash = await hashFiles([set.truthPath, ...set.pages.map((page) => set.image(page))])
  const path = await writeOmniDocBenchReport(output, methods, set, { command, dataHash, ...(await provenance()) })
  say(`report: ${pathToFileURL(path).href}`)
  return { report: path, speed: Object.fromEntries(methods.map(({ name, speed }) => [name, speed])), dataHash }
}

async function compareMethod(
  { name, folder, result }: MethodReport,
  set: OmniDocBenchSet,
  settings: { readonly resume: boolean; readonly limitSeconds: number },
): Promise<void> {
  if (!(name in VERIFYING)) return
  const scored = new Set(result.pages.map(({ page }) => page))
  const images = set.pages
    .filter((page) => scored.has(imageName(page)) && !set.missingImages.includes(imageName(page)))
    .map((page) => set.image(page))
  let done = 0
  for await (const { page, sample, reason } of measureSpeed(images, join(folder, SPEED_LOG), {
    effort: VERIFYING[name as keyof typeof VERIFYING],
    ...settings,
  })) {
    const speedup = sample?.stats.comparison?.speedup
    const outcome =
      reason ??
      (speedup === undefined
        ? 'nothing was verified'
        : `decoding ${speedup.decode.toFixed(2)}x, end to end ${speedup.endToEnd.toFixed(2)}x`)
    say(`${name} compared ${++done}/${images.length} ${page}: ${outcome}`)
  }
}
