import { describe, expect, it } from 'vitest'
import type { Line } from '../../src/model/line.ts'
import type { Ruling } from '../../src/model/page.ts'
import type { TableGrid } from '../../src/model/region.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { horizontal, line, page, prose, vertical } from './synthetic.ts'

async function tablesOf(lines: readonly Line[], rulings: readonly Ruling[]): Promise<TableGrid[]> {
  const regions = await createLayoutProposer().propose(page({ rulings }), lines, new AbortController().signal)
  return regions.flatMap((region) => region.table ?? [])
}

const texts = (table: TableGrid | undefined): string[] => (table?.cells ?? []).map((cell) => (
  `${cell.row},${cell.column}${cell.rowSpan > 1 ? ` r${cell.rowSpan}` : ''}${cell.columnSpan > 1 ? ` c${cell.columnSpan}` : ''}: ${cell.lines.map((made) => made.text).join('/')}`
))

const grid = (xs: readonly number[], ys: readonly number[]): Ruling[] => [
  ...ys.map((y) => horizontal(y, xs[0] ?? 0, xs.at(-1) ?? 0)), ...xs.map((x) => vertical(x, ys[0] ?? 0, ys.at(-1) ?? 0)),
]

describe('ruled tables', () => {
  it('become cells, and a line that crosses a border is cut there', async () => {
    const lines = [line('Name | | | Age', 65, 104), line('Ada Byron', 65, 124), line('36', 165, 124), line('and', 65, 136)]
    const [table] = await tablesOf(lines, grid([60, 160, 260], [100, 120, 150]))
    expect(table).toMatchObject({ rows: 2, columns: 2, headerRows: 1 })
    expect(texts(table)).toEqual(['0,0: Name', '0,1: Age', '1,0: Ada Byron/and', '1,1: 36'])
  })

  it('span where a rule is missing', async () => {
    const rulings = [
      ...[100, 120, 140, 160].map((y) => horizontal(y, y === 140 ? 160 : 60, 360)), vertical(60, 100, 160), vertical(160, 100, 160), vertical(260, 120, 160), vertical(360, 100, 160),
    ]
    const lines = [line('Wide head', 200, 104), line('Tall', 65, 136), line('a', 165, 124), line('b', 265, 124), line('c', 165, 144), line('d', 265, 144)]
    const [table] = await tablesOf(lines, rulings)
    expect(texts(table)).toEqual(['0,0: ', '0,1 c2: Wide head', '1,0 r2: Tall', '1,1: a', '1,2: b', '2,1: c', '2,2: d'])
  })

  it('are drawn cell by cell, or open at their sides', async () => {
    const pieces = [100, 120, 140].flatMap((y) => [horizontal(y, 60, 158), horizontal(y, 161, 260)])
    const lines = [line('a', 65, 104), line('b', 165, 104), line('c', 65, 124), line('d', 165, 124)]
    expect(texts((await tablesOf(lines, [...pieces, vertical(160, 100, 140)]))[0])).toEqual(['0,0: a', '0,1: b', '1,0: c', '1,1: d'])
  })

  it('have a head as deep as its cells reach, over columns of years as well', async () => {
    const rulings = [...[100, 140, 160].map((y) => horizontal(y, 60, 360)), horizontal(120, 160, 360), vertical(60, 100, 160), vertical(160, 100, 160), vertical(260, 120, 160), vertical(360, 100, 160)]
    const lines = [line('Port', 65, 116), line('Ships', 200, 104), line('2009', 165, 124), line('2010', 265, 124), line('Wick', 65, 144), line('12', 165, 144), line('15', 265, 144)]
    expect((await tablesOf(lines, rulings))[0]).toMatchObject({ rows: 3, headerRows: 2 })
  })

  it('cut a band of figures into its rows, but leave wrapped words in one cell', async () => {
    const rulings = grid([60, 260, 360], [100, 120, 180])
    const figures = [line('Region', 65, 104), line('Sum', 265, 104), ...['North', 'East', 'South', 'West'].flatMap((name, i) => [line(name, 65, 124 + 12 * i), line(`${i + 1},00${i}`, 265, 124 + 12 * i)])]
    expect((await tablesOf(figures, rulings))[0]).toMatchObject({ rows: 5, columns: 2 })
    const words = [line('Region', 65, 104), line('Remark', 265, 104), ...['a long label', 'that wraps', 'twice'].flatMap((name, i) => [line(name, 65, 124 + 12 * i), line('some words', 265, 124 + 12 * i)])]
    expect((await tablesOf(words, rulings))[0]).toMatchObject({ rows: 2, columns: 2 })
  })

  it('are not made of frames, charts or separators', async () => {
    expect(await tablesOf(prose('a', 5, 300, 70, 110), grid([60, 400], [100, 200]))).toEqual([])
    expect(await tablesOf([line('10', 62, 102)], grid([60, 100, 140, 180, 220], [100, 140, 180, 220, 260]))).toEqual([])
    expect(await tablesOf([...prose('a', 10, 400, 60, 110), ...prose('b', 10, 400, 60, 260)], [horizontal(100, 60, 480), horizontal(250, 60, 480), horizontal(400, 60, 480)])).toEqual([])
  })
})

describe('tables with horizontal rules only', () => {
  const rules = [100, 118, 160].map((y) => horizontal(y, 60, 400))

  it('take their columns from the white between words', async () => {
    const lines = [line('Method | Speed | Error', 65, 104), line('plain | | 1.0 | 0.2', 65, 122), line('draft tree | 2.4 | 0.2', 65, 136)]
    const [table] = await tablesOf(lines, rules)
    expect(table).toMatchObject({ rows: 3, columns: 3, headerRows: 1 })
    expect(table?.cells.filter((cell) => cell.row === 2).map((cell) => cell.lines[0]?.text)).toEqual(['draft tree', '2.4', '0.2'])
  })

  it('have the row above their first rule for a head, when it has their columns', async () => {
    const rows = [line('slow', 65, 122), line('1.0', 200, 122), line('2.0', 300, 122), line('fast', 65, 136), line('3.0', 200, 136), line('4.0', 300, 136)]
    const [table] = await tablesOf([line('Mode', 65, 104), line('calm', 200, 104), line('gale', 300, 104), ...rows], rules.slice(1))
    expect(table).toMatchObject({ rows: 3, columns: 3, headerRows: 1 })
    expect(texts(table).slice(0, 3)).toEqual(['0,0: Mode', '0,1: calm', '0,2: gale'])
    const [captioned] = await tablesOf([line('Table 2: Speeds in knots', 65, 104), ...rows], rules.slice(1))
    expect(captioned?.rows).toBe(2)
  })

  it('let a heading span columns', async () => {
    const lines = [line('Speed in knots by wind and tide', 160, 104), line('calm', 65, 122), line('1.0', 200, 122), line('2.0', 300, 122), line('gale', 65, 136), line('3.0', 200, 136), line('4.0', 300, 136)]
    const [table] = await tablesOf(lines, rules)
    expect(texts(table)).toEqual(['0,0: ', '0,1 c2: Speed in knots by wind and tide', '1,0: calm', '1,1: 1.0', '1,2: 2.0', '2,0: gale', '2,1: 3.0', '2,2: 4.0'])
  })

  it('let a heading with a short rule of its own span the columns over the rule', async () => {
    const lines = [line('Tide', 235, 104), ...['Port', 'low', 'high', 'ebb'].map((name, i) => line(name, 65 + 80 * i, 122)),
      ...['Bar', 'Kyle'].flatMap((name, r) => [line(name, 65, 140 + 14 * r), ...[1, 2, 3].map((c) => line(`${r}.${c}`, 65 + 80 * c, 140 + 14 * r))])]
    const [table] = await tablesOf(lines, [...[100, 136, 170].map((y) => horizontal(y, 60, 400)), horizontal(117, 140, 260)])
    expect(texts(table).slice(0, 3)).toEqual(['0,0: ', '0,1 c2: Tide', '0,3: '])
    expect(table).toMatchObject({ rows: 4, columns: 4, headerRows: 2 })
  })

  it('part figures that stand closer than a gutter, by the columns of the other rows', async () => {
    const figures = (y: number, wide: boolean): Line[] => wide ? [line('1,000,000 2,000,000', 165, y)] : [line('5,000', 185, y), line('6,000', 235, y)]
    const lines = [line('Sum', 65, 104), line('before', 180, 104), line('after', 235, 104), line('all', 65, 122), ...figures(122, true),
      ...Array.from({ length: 10 }, (_, i) => [line('one', 65, 136 + 14 * i), ...figures(136 + 14 * i, false)]).flat()]
    const [table] = await tablesOf(lines, [horizontal(100, 60, 400), horizontal(118, 60, 400), horizontal(290, 60, 400)])
    expect(texts(table).slice(3, 6)).toEqual(['1,0: all', '1,1: 1,000,000', '1,2: 2,000,000'])
  })

  it('are not made of two columns of prose between the rules of a page', async () => {
    const lines = [...prose('left', 20, 220, 60, 110), ...prose('right', 20, 220, 310, 110)]
    expect(await tablesOf(lines, [horizontal(100, 60, 530), horizontal(360, 60, 530)])).toEqual([])
  })
})

describe('tables without rules', () => {
  const row = (y: number, ...fields: readonly string[]): Line[] => fields.flatMap((field, i) => (field === '' ? [] : [line(field, 60 + 110 * i, y)]))

  it('are rows whose fields stand under each other, with words and figures', async () => {
    const lines = [...prose('before', 4, 400, 60, 60), ...row(140, '', '2009', '2010'), ...row(154, 'Austria', '60', '61'), ...row(168, 'Brazil', '50', ''), ...row(182, 'All', '110', '61')]
    const [table] = await tablesOf(lines, [])
    expect(table).toMatchObject({ rows: 4, columns: 3, headerRows: 1 })
    expect(texts(table).slice(6, 9)).toEqual(['2,0: Brazil', '2,1: 50', '2,2: '])
  })

  it('join a label of two lines when it goes on in lower case, and signs with their figures', async () => {
    const lines = [...row(100, 'Port', 'Ships'), ...row(114, 'Harwich', '$ | 12'), ...row(128, 'Kyle of'), ...row(140, 'lochalshire', '$ | 3'), ...row(154, 'Wick', '$ | 4')]
    expect(texts((await tablesOf(lines, []))[0])).toEqual([
      '0,0: Port', '0,1: Ships', '1,0: Harwich', '1,1: $/12', '2,0: Kyle of/lochalshire', '2,1: $/3', '3,0: Wick', '3,1: $/4',
    ])
  })

  it('take what stands between two rows for a label of both, or for the rest of a row whose text takes two lines', async () => {
    const labels = [...row(100, 'Port', 'Ship', 'Knots'), ...row(114, '', 'Beagle', '4'), ...row(121, 'Harwich'), ...row(128, '', 'Ajax', '5'), ...row(142, '', 'Swift', '6'), ...row(149, 'Wick'), ...row(156, '', 'Fury', '7')]
    expect(texts((await tablesOf(labels, []))[0]).slice(3)).toEqual([
      '1,0 r2: Harwich', '1,1: Beagle', '1,2: 4', '2,1: Ajax', '2,2: 5', '3,0 r2: Wick', '3,1: Swift', '3,2: 6', '4,1: Fury', '4,2: 7',
    ])
    const wrapped = [...row(100, 'Port', 'Ships', 'Knots'), ...row(114, 'Kyle of'), ...row(121, '', '12', '4'), ...row(128, 'Lochalsh'), ...row(146, 'Wick', '3', '5'), ...row(160, 'Barry', '3', '6')]
    expect(texts((await tablesOf(wrapped, []))[0]).slice(3, 6)).toEqual(['1,0: Kyle of/Lochalsh', '1,1: 12', '1,2: 4'])
  })

  it('have the rows above their only rule for a head, or those in bold', async () => {
    const lines = [...row(100, 'Port', 'Ship', 'Master'), ...row(114, '', '(name)', '(year)'), ...row(132, 'Wick', 'Fury', 'Hall'), ...row(146, 'Barry', 'Ajax', 'King'), ...row(160, 'Kyle', 'Swift', 'Ross')]
    const [headed] = await tablesOf(lines, [horizontal(128, 60, 310)])
    expect(headed).toMatchObject({ rows: 4, headerRows: 1 })
    expect(texts(headed).slice(0, 3)).toEqual(['0,0: Port', '0,1: Ship/(name)', '0,2: Master/(year)'])
    expect((await tablesOf(lines, []))[0]).toMatchObject({ rows: 5, headerRows: 0 })
    expect((await tablesOf(lines.map((made, i) => ({ ...made, bold: i < 5 })), []))[0]).toMatchObject({ rows: 4, headerRows: 1 })
  })

  it('put together lines that stand closer than rows do, and leave rows apart that stand as far as all', async () => {
    const close = [...row(100, 'Port', 'Ships'), ...row(118, 'Harwich', '12'), ...row(136, 'Kyle', '3'), ...row(147, 'Harbour'), ...row(165, 'Wick', '4'), ...row(183, 'Barry', '5')]
    expect(texts((await tablesOf(close, []))[0]).slice(4, 8)).toEqual(['2,0: Kyle/Harbour', '2,1: 3', '3,0: Wick', '3,1: 4'])
    const level = [...row(100, 'Port', 'Ships'), ...row(114, 'Harwich', '12'), ...row(128, 'Kyle', '3'), ...row(142, 'Harbour'), ...row(156, 'Wick', '4'), ...row(170, 'Barry', '5')]
    expect((await tablesOf(level, []))[0]).toMatchObject({ rows: 6 })
  })

  it('have the lines above their first rule for a head, but not their caption', async () => {
    const body = [...row(124, 'Harwich', '12', '7'), ...row(138, 'Kyle', '3', '8'), ...row(152, 'Wick', '4', '9')]
    const lines = [line('Table 1. Ships in port', 100, 88), ...row(101, '', 'Ships', 'Boats'), ...row(112, 'Port', 'seen', 'lost'), ...body]
    const [table] = await tablesOf(lines, [horizontal(123, 55, 320), horizontal(164, 55, 320)])
    expect(texts(table).slice(0, 3)).toEqual(['0,0: Port', '0,1: Ships/seen', '0,2: Boats/lost'])
    expect(table).toMatchObject({ rows: 4, headerRows: 1 })
  })

  it('are no list of contents with dots, or in two columns', async () => {
    const dots = [1, 2, 3, 4].flatMap((i) => row(100 + 14 * i, `${i}.1`, `Ships . . . .`, `${i}`))
    expect(await tablesOf(dots, [])).toEqual([])
    const twice = [1, 2, 3, 4].flatMap((i) => [line('Ships', 60, 100 + 14 * i), line(`${i}`, 150, 100 + 14 * i), line('Ports', 210, 100 + 14 * i), line(`${i + 4}`, 300, 100 + 14 * i)])
    expect(await tablesOf(twice, [])).toEqual([])
  })

  it('of many columns are found before the page is cut into columns, but not together with the text beside them', async () => {
    const figures = (x: number, y: number, i: number): Line[] => [0, 1, 2].map((c) => line(`${i}.${c}`, x + 50 * c, y))
    const labels = [0, 1, 2, 3, 4, 5].flatMap((i) => [line('Lessons that were begun', 60, 100 + 30 * i), line('and never ended', 60, 112 + 30 * i), ...figures(220, 100 + 30 * i, i)])
    expect((await tablesOf(labels, []))[0]).toMatchObject({ rows: 6, columns: 4 })
    const beside = [...prose('left', 16, 220, 60, 110), ...[0, 1, 2, 3, 4, 5].flatMap((i) => [line('Name', 310, 110 + 12 * i), ...figures(360, 110 + 12 * i, i)])]
    for (const table of await tablesOf(beside, [])) expect(texts(table).join()).not.toContain('left')
  })

  it('are not made of lists, contents, answers, matrices or columns of prose', async () => {
    expect(await tablesOf(['one of them', 'two of them', 'all of them'].flatMap((name, i) => row(100 + 14 * i, name, '=', `${i} + 1`, 'for all')), [])).toEqual([])
    expect(await tablesOf(['⎛ one', '⎜ two', '⎝ all'].flatMap((name, i) => row(100 + 14 * i, name, '1', `${i}`, 'for all')), [])).toEqual([])
    const lists = [1, 2, 3, 4].flatMap((i) => row(100 + 14 * i, `${i}.`, 'some words of an item'))
    const contents = ['Preface', 'Methods', 'Results', 'Index'].flatMap((name, i) => [line(name, 60, 100 + 14 * i), line(`${4 * i + 1}`, 480, 100 + 14 * i)])
    const answers = [1, 2, 3].flatMap((i) => row(100 + 14 * i, `A ${i}`, `B ${i + 4}`))
    const matrix = [1, 2, 3].flatMap((i) => row(100 + 14 * i, 'x', 'y', `${i}`))
    const columns = [...prose('left', 12, 220, 60, 110), ...prose('right', 12, 220, 310, 110)]
    for (const lines of [lists, contents, answers, matrix, columns]) expect(await tablesOf(lines, [])).toEqual([])
  })
})
