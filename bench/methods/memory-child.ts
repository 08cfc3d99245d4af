// The program of a child process: parses the file that it is started with and reports its memory page by page. The whole
// result is held, as `parseDocument` does.
import { PACKAGE_ENTRY } from '../built.ts'

type Package = typeof import('../../src/index.ts')

export type MemoryReport = { readonly baseMb: number } | { readonly page: number, readonly rssMb: number } | { readonly seconds: number }

const rssMb = (): number => process.memoryUsage.rss() / 2 ** 20
const send = (report: MemoryReport): void => void process.send?.(report)

const { createParser } = await import(PACKAGE_ENTRY) as Package
send({ baseMb: rssMb() })
const parser = await createParser({ effort: 'draft' })
const start = performance.now()
await parser.parse(process.argv[2]!, { onProgress: ({ page }) => send({ page, rssMb: rssMb() }) })
send({ seconds: (performance.now() - start) / 1000 })
await parser.close()
process.disconnect()
