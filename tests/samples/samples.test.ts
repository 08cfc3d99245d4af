import { readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTextLayer } from '../../drafts/text-layer/text-layer.ts'
import { makePaper } from '../../samples/paper.ts'
import { assemblePage } from '../../src/assemble/assemble-page.ts'
import { joinPages } from '../../src/assemble/join-pages.ts'
import { resolveConfig } from '../../src/config.ts'
import { openInput } from '../../src/input/open-input.ts'
import { type Region, regionLines } from '../../src/model/region.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'

const sample = (name: string): string => new URL(`../../samples/${name}`, import.meta.url).pathname
const signal = new AbortController().signal

/** The paper drafted and laid out, nothing verified. */
async function readPaper(): Promise<{ regions: Region[][]; markdown: string }> {
  const input = await openInput(sample('two-column-paper.pdf'), { config: resolveConfig({}), signal })
  const regions: Region[][] = []
  const pages = []
  for (let number = 1; number <= input.pageCount; number++) {
    const page = await input.page(number)
    const found = await createLayoutProposer().propose(page, await createTextLayer().draft(page, signal) ?? [], signal)
    regions.push(found)
    pages.push(assemblePage(page, found.map((region) => ({
      region, texts: regionLines(region).map((line) => line.text), confidence: 1, review: [], provenance: 'native' as const, source: 'text-layer', note: null, acceptance: null,
    }))))
  }
  await input.close()
  return { regions, markdown: joinPages(pages).markdown }
}

describe('the sample paper', () => {
  it('is read in the order of its ground truth, word for word', async () => {
    const { regions, markdown } = await readPaper()
    const words = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []
    const truth = readFileSync(sample('two-column-paper.txt'), 'utf8')
    expect(words(markdown)).toEqual(words(truth))
    const count = (kind: Region['kind']): number => regions.flat().filter((region) => region.kind === kind).length
    expect(['title', 'heading', 'list-item', 'table', 'caption', 'footnote', 'header', 'page-number'].map((kind) => count(kind as Region['kind'])))
      .toEqual([1, 9, 12, 1, 2, 1, 2, 2])
  })

  it('comes out of its script byte for byte', async () => {
    const { pdf, text } = await makePaper()
    expect(Buffer.from(pdf).equals(readFileSync(sample('two-column-paper.pdf')))).toBe(true)
    expect(text).toBe(readFileSync(sample('two-column-paper.txt'), 'utf8'))
  })
})

describe('the sample letter', () => {
  it('is small, and its text is written down', () => {
    expect(statSync(sample('scanned-letter.png')).size).toBeLessThan(1_000_000)
    expect(readFileSync(sample('scanned-letter.txt'), 'utf8')).toContain('MP/2291-B')
  })
})
