import { describe, expect, it } from 'vitest'
import type { Drawing } from '../../src/model/page.ts'
import type { Line } from '../../src/model/line.ts'
import type { Region } from '../../src/model/region.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { horizontal, kinds, line, page, prose, textOf, vertical } from './synthetic.ts'

const propose = (lines: readonly Line[], parts: Parameters<typeof page>[0] = {}): Promise<Region[]> => (
  createLayoutProposer().propose(page(parts), lines, new AbortController().signal)
)
const drawn = (kind: Drawing['kind'], x0: number, y0: number, x1: number, y1: number): Drawing => ({ kind, box: { x0, y0, x1, y1 } })

describe('pictures that are drawn', () => {
  const axes = [horizontal(400, 100, 300), vertical(100, 250, 400)]
  const figures = [0, 1, 2, 3].flatMap((i) => [line(String(i * 10), 85, 392 - i * 45, { size: 8 }), line(`20${i}0`, 105 + i * 50, 403, { size: 8 })])
  const around = [...prose('above', 8, 400, 60, 100), ...prose('below', 8, 400, 60, 460)]

  it('a curve over axes is a chart, with the figures at its axes and the names of both', async () => {
    const lines = [...around, ...figures, line('Years', 180, 418, { size: 8 }), line('Price', 75, 300, { size: 8, rotation: 270 }), line('Figure 1: prices', 150, 440)]
    const regions = await propose(lines, { rulings: axes, drawings: [drawn('shape', 105, 260, 295, 390)] })
    expect(kinds(regions)).toEqual(['text', 'picture', 'caption', 'text'])
    expect(textOf(regions[1]!).split(' ').sort()).toEqual(['0', '10', '20', '30', '2000', '2010', '2020', '2030', 'Years', 'Price'].sort())
    expect(regions[1]?.box.x0).toBe(75)
  })

  it('bars are a chart; shaded cells, and areas behind text, are none', async () => {
    const bars = [0, 1, 2, 3].map((i) => drawn('fill', 110 + i * 45, 390 - i * 30, 130 + i * 45, 400))
    expect(kinds(await propose([...around, ...figures], { rulings: axes, drawings: bars }))).toEqual(['text', 'picture', 'text'])
    const rows = Array.from({ length: 8 }, (_, i) => line(`item${i} | ${i}.5 | ${i}.7`, 110, 250 + i * 18))
    const cells = [0, 2, 4, 6].flatMap((i) => [drawn('fill', 100, 247 + i * 18, 150, 265 + i * 18), drawn('fill', 220, 247 + i * 18, 400, 265 + i * 18)])
    expect(kinds(await propose([...around, ...rows], { drawings: cells }))).not.toContain('picture')
  })

  it('a frame with round corners around running text is no picture, nor is what lies under the whole page', async () => {
    const lines = prose('a', 20, 400, 60, 100)
    expect(kinds(await propose(lines, { drawings: [drawn('shape', 50, 90, 470, 345)] }))).toEqual(['text'])
    expect(kinds(await propose(lines, { drawings: [drawn('shape', 0, 0, 595, 842)] }))).toEqual(['text'])
  })

  it('the last line of a paragraph above a drawing stays with it', async () => {
    const lines = [...prose('above', 8, 400, 60, 100), line('of the end.', 60, 196), ...prose('below', 8, 400, 60, 460)]
    const regions = await propose(lines, { drawings: [drawn('shape', 60, 212, 360, 400)] })
    expect(kinds(regions)).toEqual(['text', 'picture', 'text'])
    expect(textOf(regions[0]!)).toMatch(/of the end\.$/)
  })

  it('check marks and bullets are too small for pictures', async () => {
    const marks = [0, 1, 2].map((i) => drawn('shape', 60, 100 + i * 60, 70, 110 + i * 60))
    expect(kinds(await propose([0, 1, 2].map((i) => line('Some answer', 80, 100 + i * 60)), { drawings: marks }))).not.toContain('picture')
  })
})
