// Two columns on a page that lies askew: no line runs across the gutter, whoever reads.
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { levelRaster } from '../../drafts/nano/lines/skew.ts'
import { createParser } from '../../src/parser.ts'
import { printedRaster } from '../support/printed-page.ts'

const LEFT = ['The shipment left the old harbour', 'on Monday morning and reached the', 'northern islands four days later', 'after a storm had kept the boats', 'in the bay for most of a night.', 'Its master wrote that all of the', 'timber was dry when they landed.']
const RIGHT = ['Repairs to the stone wall will go', 'on until the end of the summer if', 'the weather holds and the masons', 'are paid. Visitors may use steps', 'beside the ferry office until the', 'gate is open again. Dogs must be', 'kept on a lead near the nests.']

test.each([0.045, -0.045])('a slope of %f', async (slope) => {
  const column = (lines: readonly string[], x: number): { text: string, x: number, y: number, size: number }[] => lines.map((text, i) => ({ text, x, y: 60 + 15 * i, size: 10 }))
  const { width, height, dpi, data } = levelRaster(printedRaster([...column(LEFT, 40), ...column(RIGHT, 220)], 430, 220), slope)
  const png = await sharp(data, { raw: { width, height, channels: 1 } }).withMetadata({ density: dpi }).png().toBuffer()
  for (const options of [{ ocr: 'tesseract', effort: 'draft' }, {}] as const) {
    await using parser = await createParser(options)
    const { blocks } = await parser.parse(png)
    const words = blocks.map(({ text }) => text).join(' ').split(/\s+/)
    const wanted = [...LEFT, ...RIGHT].join(' ').split(' ')
    // one letter in a word may be wrong, but a word in the wrong place moves all others
    expect(words).toHaveLength(wanted.length)
    expect(words.filter((word, i) => word === wanted[i]).length).toBeGreaterThan(0.9 * wanted.length)
  }
})
