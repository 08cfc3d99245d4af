import { describe, expect, it } from 'vitest'
import type { Line } from '../../src/model/line.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { line, page, prose, textOf } from './synthetic.ts'

async function textsOf(lines: readonly Line[]): Promise<string[]> {
  const head = [line('Application form', 60, 60, { size: 16 }), ...prose('intro', 3, 400, 60, 90)]
  const regions = await createLayoutProposer().propose(page(), [...head, ...lines], new AbortController().signal)
  return regions.slice(2).map((region) => `${region.kind} ${textOf(region)}`)
}

describe('forms', () => {
  it('have a box to tick with its text, in one column or several', async () => {
    const list = ['Apples', 'Pears'].flatMap((name, i) => [line('☐', 60, 160 + 16 * i), line(name, 82, 160 + 16 * i), line('☒', 320, 160 + 16 * i), line(`dried ${name}`, 342, 160 + 16 * i)])
    expect(await textsOf(list)).toEqual(['list-item ☐ Apples', 'list-item ☒ dried Apples', 'list-item ☐ Pears', 'list-item ☒ dried Pears'])
    expect(await textsOf([line('Ship: | ☐ | Sail | ☐ | Steam', 60, 160)])).toEqual(['text Ship:', 'list-item ☐ Sail', 'list-item ☐ Steam'])
  })

  it('leave a box with the text before it where that stands closer', async () => {
    expect(await textsOf([line('Sail', 60, 160), line('☐', 90, 160), line('Steam', 130, 160), line('☐', 170, 160)])).toEqual(['text Sail ☐ Steam ☐'])
  })

  it('keep fields side by side apart, each with its value', async () => {
    expect(await textsOf([line('Ship: | Fury | | | | | Master: | Hall', 60, 160), line('Port: | | | | | | | Date:', 60, 180)]))
      .toEqual(['text Ship: Fury', 'text Master: Hall', 'text Port:', 'text Date:'])
    expect(await textsOf([line('Ship: | | Fury', 60, 160), line('Port: | | Wick', 60, 180)])).toEqual(['text Ship: Fury', 'text Port: Wick'])
  })
})
