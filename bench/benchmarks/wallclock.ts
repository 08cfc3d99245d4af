// `wallclock`: how much time speculation saves on this machine. nano on scanned pages, and a decoder of 135M parameters
// with random weights whose decisions are recorded outputs of real engines (replay): each against plain decoding.
import { createTextVerifier } from '../../verifiers/onnx/onnx-verifier.ts'
import type { Benchmark } from '../benchmark.ts'
import { scanFiles } from '../data/scan-lines.ts'
import { DEFAULT_CACHE, randomDecoder } from '../models/random-decoder.ts'
import { countOption, requiredOption, textOption } from '../options.ts'
import { hashFiles } from '../provenance.ts'
import { measureM135 } from '../wallclock/measure-m135.ts'
import { measureNano } from '../wallclock/measure-nano.ts'
import { Stopwatch } from '../wallclock/stopwatch.ts'

export const benchmark: Benchmark = {
  options: {
    data: { type: 'string', default: '../shared/data/dev' }, traces: { type: 'string', default: '../shared/data/traces' },
    cache: { type: 'string', default: DEFAULT_CACHE }, rounds: { type: 'string', default: '2' },
    // pages of each pair: that many one at a time, four times as many together
    pages: { type: 'string', default: '1' },
    // 'nano' or 'm135'
    only: { type: 'string' },
  },
  async run(options) {
    const rounds = countOption(options, 'rounds') ?? 2
    const only = textOption(options, 'only')
    const scans = scanFiles(requiredOption(options, 'data'))
    const nano = only === 'm135' ? null : await measureNano(scans, rounds)
    if (only === 'nano') return { nano, dataHash: await hashFiles(scans) }
    const model = await createTextVerifier({ folder: await randomDecoder('m135', requiredOption(options, 'cache')), workers: 1, threads: 2 })
    try {
      const watch = new Stopwatch({ model, vocabularySize: model.tokenizer.vocabularySize })
      const { files, ...m135 } = await measureM135(watch, { traces: requiredOption(options, 'traces'), perPair: countOption(options, 'pages') ?? 1, rounds })
      return { label: 'replay', nano, ...m135, dataHash: await hashFiles([...scans, ...files]) }
    } finally {
      await model.dispose()
    }
  },
}
