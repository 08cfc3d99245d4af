// The program of a child process: parses the file that it is started with and reports its memory page by page. 'parse' holds the
// whole result, as users of `parse` do; 'stream' drops every page when it has come.
import { PACKAGE_ENTRY } from '../built.ts'

type Package = typeof import('../../src/index.ts')

export type MemoryWay = 'parse' | 'stream'

export type MemoryReport =
  | { readonly baseMb: number }
  | { readonly page: number, readonly rssMb: number }
  /** `resultMb` = the result as JSON; 0 when it was dropped. */
  | { readonly seconds: number, readonly resultMb: number }

const rssMb = (): number => process.memoryUsage.rss() / 2 ** 20
const send = (report: MemoryReport): void => void process.send?.(report)

const { createParser } = await import(PACKAGE_ENTRY) as Package
send({ baseMb: rssMb() })
const [, , file, way] = process.argv
const parser = await createParser({ effort: 'draft' })
const start = performance.now()
let result: unknown = null
if (way === 'stream') for await (const { number } of parser.stream(file!)) send({ page: number, rssMb: rssMb() })
else result = await parser.parse(file!, { onProgress: ({ page }) => send({ page, rssMb: rssMb() }) })
const seconds = (performance.now() - start) / 1000
send({ seconds, resultMb: result === null ? 0 : Buffer.byteLength(JSON.stringify(result)) / 2 ** 20 })
await parser.close()
process.disconnect()
