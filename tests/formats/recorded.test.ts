// Outputs that models and their tools have written about real pages, read and written again: the same letters come back.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEEPSEEK_OCR } from '../../src/formats/deepseek-ocr.ts'
import { DOCTAGS } from '../../src/formats/doctags.ts'
import { DOTS_OCR } from '../../src/formats/dots-ocr.ts'
import type { OutputFormat, WrittenPage } from '../../src/seams/output-format.ts'

const ROOT = join(process.env['SPECPARSE_DATA'] ?? '../shared/data', 'dev')

/** A page of as many points as the format has steps, so that boxes are not rounded. */
const square = (side: number): WrittenPage => ({ box: { x0: 0, y0: 0, x1: side, y1: side }, kind: null, image: { width: side, height: side } })

function rewritten(format: OutputFormat, output: string, side: number): string {
  return format.write(format.read(output, square(side)), square(side))
}

describe.skipIf(!existsSync(ROOT))('recorded outputs', () => {
  it.each(['docling/reference/2305.03393v1-pg9.doctags.txt', 'docling/reference/code_and_formula.doctags.txt', 'dpbench/01030000000083.dt'])(
    'DocTags: %s', (file) => {
      const output = readFileSync(join(ROOT, file), 'utf8')
      expect(rewritten(DOCTAGS, output, 500)).toBe(output.replace('<page_break>\n', '').replace(/<\/doctag>\s*$/, ''))
    })

  it.each(['docling/vlm/deepseek_example.md', 'docling/vlm/deepseek_simple.md'])('DeepSeek-OCR: %s', (file) => {
    const bare = (output: string): string => output.replace(/[ ]+$/gm, '').trim()
    const output = readFileSync(join(ROOT, file), 'utf8')
    expect(bare(rewritten(DEEPSEEK_OCR, output, 999))).toBe(bare(output))
  })

  it('dots.ocr: every element and every word', () => {
    const output = readFileSync(join(ROOT, 'docling/vlm/dots_list.json'), 'utf8')
    const elements = JSON.parse(`${output.trim()}]`) as { text: string }[]
    const words = (text: string): string[] => text.replace(/[*#]/g, ' ').split(/\s+/).filter((word) => word !== '')
    const read = DOTS_OCR.read(output, square(2000))
    expect(words(read.map((block) => block.text).join(' '))).toEqual(words(elements.map(({ text }) => text).join(' ')))
  })
})
