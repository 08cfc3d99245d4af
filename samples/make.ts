// Makes the sample documents and their texts: `npx tsx samples/make.ts`. The same input gives the same files.
import { writeFileSync } from 'node:fs'
import { makeLetter } from './letter.ts'
import { makePaper } from './paper.ts'

const write = (name: string, data: Uint8Array | string): void => writeFileSync(new URL(name, import.meta.url), data)

const paper = await makePaper()
write('two-column-paper.pdf', paper.pdf)
write('two-column-paper.txt', paper.text)
const letter = await makeLetter()
write('scanned-letter.png', letter.png)
write('scanned-letter.txt', letter.text)
