// Take pages as they are finished, in order; nothing runs far ahead of the loop. Leaving the loop stops the work.
// npx tsx examples/stream.ts [FILE]
import { createParser } from 'specparse'

await using parser = await createParser({ effort: 'auto' })

for await (const page of parser.stream(process.argv[2] ?? 'samples/two-column-paper.pdf')) {
  console.log(`--- page ${page.number}: ${page.blocks.length} blocks`)
  console.log(page.markdown.slice(0, 200))
}
