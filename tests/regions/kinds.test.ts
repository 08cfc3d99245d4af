import { describe, expect, it } from 'vitest'
import type { Line } from '../../src/model/line.ts'
import type { Page } from '../../src/model/page.ts'
import type { Region } from '../../src/model/region.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { block, horizontal, kinds, line, page, prose, textOf } from './synthetic.ts'

const propose = (lines: readonly Line[], on: Page = page()): Promise<Region[]> => createLayoutProposer().propose(on, lines, new AbortController().signal)
const summary = (regions: readonly Region[]): string[] => regions.map((region) => `${region.kind}${region.level ?? ''} ${textOf(region).split(' ')[0] ?? ''}`)

describe('paragraphs', () => {
  it('break at extra space, at a first-line indent and after a line that ends early', async () => {
    const spaced = [...prose('a', 4, 400, 60, 100), ...prose('b', 4, 400, 60, 160)]
    expect(summary(await propose(spaced))).toEqual(['text a0', 'text b0'])
    const indented = prose('a', 6, 400, 60, 100).map((made, i) => (i === 3 ? prose('b', 1, 380, 80, made.box.y0)[0] as Line : made))
      .map((made, i) => (i === 2 ? { ...made, text: `${made.text}.`, words: made.words.map((word, w) => (w === made.words.length - 1 ? { ...word, text: `${word.text}.` } : word)) } : made))
    expect(summary(await propose(indented))).toEqual(['text a0', 'text b0'])
    const early = [...prose('A', 3, 400, 60, 100), line('Ends here.', 60, 136), ...prose('B', 3, 400, 60, 148)]
    expect(summary(await propose(early))).toEqual(['text A0', 'text B0'])
  })

  it('keep hanging lines and centred lines together', async () => {
    const entry = (name: string, y: number): Line[] => [prose(name, 1, 400, 60, y)[0] as Line, ...prose('on', 2, 380, 80, y + 12)]
    expect(summary(await propose([...entry('First', 100), ...entry('Second', 136), ...entry('Third', 172)]))).toHaveLength(1)
    const centred = [line('A motto of several', 200, 100), line('lines in the', 215, 112), line('middle', 230, 124)]
    expect((await propose([...centred, ...prose('text', 8, 400, 60, 170)])).map((region) => region.lines.length)).toEqual([3, 8])
  })

  it('leave the lines of a cover apart, its title together, and a centred caption whole', async () => {
    const centre = (text: string, y: number, size = 10): Line => line(text, 300 - text.length * size / 4, y, { size })
    const cover = [
      centre('On the Nature of', 100, 20), centre('Things', 124, 20), centre('Annual report', 200), centre('Ada Byron King', 212), centre('London, May 1843', 224),
      ...prose('body', 8, 400, 100, 400),
    ]
    expect(summary(await propose(cover))).toEqual(['title1 On', 'text Annual', 'text Ada', 'text London,', 'text body0'])
    const caption = [centre('Figure 1. Notes of several', 200), centre('Lines on the Engine', 212)]
    expect((await propose([...caption, ...prose('body', 8, 400, 100, 300)])).map((region) => region.lines.length)).toEqual([2, 8])
  })

  it('keep lines of a contents list apart', async () => {
    const lines = ['One . . . . . . . . . . . 1', 'Two . . . . . . . . . . . 12', 'Three . . . . . . . . . . iv'].map((text, i) => line(text, 60, 100 + 12 * i))
    expect(await propose(lines)).toHaveLength(3)
  })

  it('begin with their drop cap', async () => {
    const lines = [line('O', 60, 100, { size: 34 }), ...prose('nce', 3, 360, 82, 100), ...prose('then', 4, 400, 60, 136)]
    const regions = await propose(lines)
    expect(regions[0]?.lines.slice(0, 2).map((made) => made.text.split(' ')[0])).toEqual(['O', 'nce0'])
  })
})

describe('headings', () => {
  it('are told by size and weight, ranked on the page, with one title on page 1', async () => {
    const lines = [
      line('The Title', 60, 70, { size: 22 }), ...prose('a', 4, 400, 60, 120), line('Larger heading', 60, 190, { size: 15 }), ...prose('b', 4, 400, 60, 215),
      line('Smaller heading', 60, 285, { size: 12 }), ...prose('c', 4, 400, 60, 305), line('Bold heading', 60, 380, { bold: true }), ...prose('d', 4, 400, 60, 396),
    ]
    expect(summary(await propose(lines)).filter((text) => !text.startsWith('text'))).toEqual(['title1 The', 'heading1 Larger', 'heading2 Smaller', 'heading3 Bold'])
    expect(summary(await propose(lines, page({ number: 2 })))[0]).toBe('heading1 The')
  })

  it('take their level from a decimal number', async () => {
    const lines = [line('2.1 Methods', 60, 100, { size: 14 }), ...prose('a', 4, 400, 60, 130), line('3 Results', 60, 210, { size: 14 }), ...prose('b', 4, 400, 60, 240)]
    expect(summary(await propose(lines, page({ number: 3 }))).filter((text) => text.startsWith('heading'))).toEqual(['heading2 2.1', 'heading1 3'])
  })

  it('are not made of a bold line inside a paragraph', async () => {
    const lines = prose('a', 6, 400, 60, 100).map((made, i) => ({ ...made, bold: i === 2 }))
    expect(await propose(lines)).toHaveLength(1)
  })
})

describe('lists', () => {
  it('hold bullets and numbers with their hanging lines, nested by indent', async () => {
    const lines = [
      line('What to bring:', 60, 100),
      line('• a rope that is long', 60, 112), line('enough to reach', 70, 124), line('– of hemp', 80, 136), line('– or nylon', 80, 148), line('• bread', 60, 160),
      ...prose('After', 4, 400, 60, 184), line('1. first', 60, 240), line('2. second', 60, 252), line('(a) apart', 80, 264), line('(b) after', 80, 276),
    ]
    expect((await propose(lines)).map(({ kind, level, marker, lines: own }) => [kind, level, marker, own.length])).toEqual([
      ['text', null, null, 1], ['list-item', 1, '•', 2], ['list-item', 2, '–', 1], ['list-item', 2, '–', 1], ['list-item', 1, '•', 1],
      ['text', null, null, 4], ['list-item', 1, '1.', 1], ['list-item', 1, '2.', 1], ['list-item', 2, '(a)', 1], ['list-item', 2, '(b)', 1],
    ])
  })

  it('hold items whose bullet was read as another sign, where one stands under it', async () => {
    const items = (x: number): Line[] => [line('• a rope', 60, 100), line('= a knife', x, 112), line('• bread', 60, 124)]
    expect((await propose(items(60))).map(({ kind, marker }) => [kind, marker])).toEqual([['list-item', '•'], ['list-item', '='], ['list-item', '•']])
    expect((await propose(items(75))).map(({ marker }) => marker)).toEqual(['•', '•'])
  })

  it('are not made of a lone number or of an initial', async () => {
    expect(kinds(await propose([line('3. March was cold.', 60, 100), ...prose('b', 3, 400, 60, 130), line('A. Smith wrote this.', 60, 190)]))).not.toContain('list-item')
  })
})

describe('furniture, captions, footnotes', () => {
  const body = prose('body', 40, 400, 60, 100)

  it('are the numbers of a manuscript\'s lines, beside a text that stays whole', async () => {
    const numbers = body.map((_, i) => line(String(i + 1), 50 - String(i + 1).length * 3, 103 + i * 12, { size: 6 }))
    expect(summary(await propose([...body, ...numbers]))).toEqual(['text body0', 'page-number 1'])
  })

  it('is told by its place: running header, page number, footer', async () => {
    const lines = [line('Journal of Tides | 12', 60, 40, { size: 8 }), ...body, line('Printed by hand', 60, 800, { size: 8 })]
    expect(summary(await propose(lines))).toEqual(['header Journal', 'page-number 12', 'text body0', 'footer Printed'])
    expect(kinds(await propose([...body, line('- 7 -', 290, 790)]))).toEqual(['text', 'page-number'])
  })

  it('stands on a banner at the foot of a slide', async () => {
    const lines = [line('The Engine', 60, 60, { size: 24 }), ...prose('text', 8, 400, 60, 120), line('Lecture 1843', 470, 725, { size: 7 }), line('7', 520, 800, { size: 8 })]
    const regions = await propose(lines, page({ pictures: [{ x0: 300, y0: 760, x1: 595, y1: 842 }, { x0: 0, y0: 760, x1: 200, y1: 842 }] }))
    expect(summary(regions).filter((text) => text.startsWith('footer') || text.startsWith('page'))).toEqual(['footer Lecture', 'page-number 7'])
  })

  it('is not a letterhead, a title or a crop\'s first line', async () => {
    expect(kinds(await propose([line('Large Letterhead', 60, 40, { size: 18 }), ...body]))).toEqual(['title', 'text'])
    expect(kinds(await propose(block(['one line', 'and another'], 5, 2), page({ width: 100, height: 30 })))).toEqual(['text'])
  })

  it('captions stand by pictures or are punctuated as captions', async () => {
    const picture = { x0: 60, y0: 100, x1: 300, y1: 250 }
    const lines = [line('Figure 2 The harbour at dawn', 60, 256), ...prose('text', 10, 400, 60, 300), line('Table 4: Tides', 60, 460), line('Figure 9 shows a lot', 60, 500)]
    expect(kinds(await propose(lines, page({ pictures: [picture] })))).toEqual(['picture', 'caption', 'text', 'caption', 'text'])
  })

  it('footnotes are small, low and marked, and come after the text that runs on', async () => {
    const lines = [
      ...prose('left', 40, 220, 60, 100), line('1 A note on tides, and', 60, 640, { size: 8 }), line('on harbours.', 60, 650, { size: 8 }), ...prose('right', 40, 220, 310, 100),
    ]
    expect(summary(await propose(lines, page({ rulings: [horizontal(634, 60, 130)] })))).toEqual(['text left0', 'text right0', 'footnote 1'])
  })
})

it('footnotes with raised numbers are a block each', async () => {
  const lines = [
    ...prose('text', 40, 400, 60, 100), line('¹A note on tides, and', 60, 640, { size: 8 }), line('on harbours.', 60, 649.6, { size: 8 }),
    line('²Another note, on weather', 60, 659.2, { size: 8 }),
  ]
  expect(summary(await propose(lines, page()))).toEqual(['text text0', 'footnote ¹A', 'footnote ²Another'])
})

it('paragraphs under an item belong to it, those at the margin do not', async () => {
  const lines = [
    ...prose('text', 3, 400, 60, 60), line('1. The tide comes in', 80, 120), line('Then it stands for a while.', 95, 142), line('2. The tide goes out', 80, 164),
    line('Nobody sees it.', 95, 186), line('• Except at night', 95, 208), line('With a lamp.', 105, 230), ...prose('more', 3, 400, 60, 260),
  ]
  expect((await propose(lines)).map(({ kind, level }) => [kind, level])).toEqual([
    ['text', null], ['list-item', 1], ['text', 1], ['list-item', 1], ['text', 1], ['list-item', 2], ['text', 2], ['text', null],
  ])
})

describe('code and pictures', () => {
  it('code is told by its typewriter face', async () => {
    const lines = [...prose('text', 4, 400, 60, 100), line('if (tide) {', 60, 170), line('sail()', 80, 182), line('}', 60, 194), ...prose('more', 4, 400, 60, 220)]
    const items = lines.slice(4, 7).map((made) => ({
      text: made.text, box: made.box, fontSize: 10, fontName: 'LiberationMono', bold: false, italic: false, rotation: 0, direction: 'ltr' as const, spaceBefore: true, hidden: false,
    }))
    expect(summary(await propose(lines, { ...page(), items }))).toEqual(['text text0', 'code if', 'text more0'])
    expect(kinds(await propose(lines))).not.toContain('code')
  })

  it('a scan behind its own text, and specks, are no pictures', async () => {
    const pictures = [{ x0: 0, y0: 0, x1: 595, y1: 842 }, { x0: 10, y0: 10, x1: 14, y1: 14 }, { x0: 60, y0: 600, x1: 300, y1: 700 }]
    expect(kinds(await propose(prose('a', 10, 400, 60, 100), page({ pictures })))).toEqual(['text', 'picture'])
  })
})
