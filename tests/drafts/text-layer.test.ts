import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from '../../drafts/text-layer/judge.ts'
import { createTextLayer } from '../../drafts/text-layer/text-layer.ts'
import type { Box } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import type { Page, TextItem } from '../../src/model/page.ts'

const signal = new AbortController().signal

/** A run 5 points wide a letter, on a baseline; 10 points high unless `more` says otherwise. */
function item(text: string, x: number, baseline: number, more: Partial<TextItem> = {}): TextItem {
  const size = more.fontSize ?? 10
  return {
    text, box: { x0: x, y0: baseline - 0.8 * size, x1: x + text.length * size / 2, y1: baseline + 0.2 * size }, fontSize: size,
      fontName: 'Test',
    bold: false, italic: false, rotation: 0, direction: 'ltr', spaceBefore: false, hidden: false, ...more,
  }
}

function pageOf(items: readonly TextItem[], more: Partial<Page> = {}): Page {
  return {
    number: 1, width: 600, height: 800, media: 'pdf', items, rulings: [], pictures: [], drawings: [], blank: false, nativeDpi: null,
    raster: () => Promise.reject(new Error('a text layer needs no pixels')), release() {}, ...more,
  }
}

async function read(items: readonly TextItem[], more: Partial<Page> = {}): Promise<readonly Line[]> {
  return await createTextLayer().draft(pageOf(items, more), signal) ?? []
}

const texts = async (items: readonly TextItem[]): Promise<string[]> => (await read(items)).map((line) => line.text)

/** Words 3 points apart from x on. */
function sentence(text: string, x: number, baseline: number, more: Partial<TextItem> = {}): TextItem[] {
  let at = x
  return text.split(' ').map((word) => {
    const run = item(word, at, baseline, more)
    at = run.box.x1 + 3
    return run
  })
}

test('words make lines, lines know their box, size and face', async () => {
  const lines = await read([...sentence('one two three', 50, 100, { bold: true }), ...sentence('four', 50, 115, { italic: true,
    fontSize: 8 })])
  expect(lines).toEqual([
    {
      text: 'one two three', box: { x0: 50, y0: 92, x1: 111, y1: 102 }, source: 'text-layer', fontSize: 10, bold: true, italic: false,
        rotation: 0,
      words: [
        { text: 'one', box: { x0: 50, y0: 92, x1: 65, y1: 102 }, confidence: 1 }, { text: 'two', box: { x0: 68, y0: 92, x1: 83,
          y1: 102 }, confidence: 1 },
        { text: 'three', box: { x0: 86, y0: 92, x1: 111, y1: 102 }, confidence: 1 },
      ],
    },
    {
      text: 'four', box: { x0: 50, y0: 115 - 6.4, x1: 66, y1: 115 + 1.6 }, source: 'text-layer', fontSize: 8, bold: false,
        italic: true, rotation: 0,
      words: [{ text: 'four', box: { x0: 50, y0: 115 - 6.4, x1: 66, y1: 115 + 1.6 }, confidence: 1 }],
    },
  ])
})

test('kerned pieces are one word, whatever order they are drawn in', async () => {
  expect(await texts([item('ry', 60.4, 100), item('Ve', 50, 100), item('well', 74, 100)])).toEqual(['Very well'])
})

test('a written space counts even where it is narrow, but not before punctuation', async () => {
  expect(await texts([item('Credit', 50, 100), item('Markets', 80, 100, { spaceBefore: true }), item(':', 115, 100,
    { spaceBefore: true })])).toEqual(['Credit Markets:'])
  expect(await texts([item('Credit', 50, 100), item('Markets', 80, 100)])).toEqual(['CreditMarkets'])
})

test('code on a grid keeps its words together', async () => {
  expect(await texts([item('return', 50, 100), item('add', 87, 100), item('(a', 103.3, 100), item(',', 114.6, 100), item('b', 126, 100)]))
    .toEqual(['return add(a, b'])
})

test('letters that are drawn apart make words, where the gaps between words are wider', async () => {
  const spread = (text: string): TextItem[] => [...text].flatMap((letter, i) => letter === ' ' ? [] : [item(letter, 50 + i * 6.5, 100)])
  expect(await texts(spread('git clone it here'))).toEqual(['git clone it here'])
  expect(await texts(spread('mkdir'))).toEqual(['mkdir'])
  expect(await texts([...'abcdef'].map((letter, i) => item(letter, 50 + i * 8, 100)))).toEqual(['a b c d e f'])
})

test('columns and cells are different lines', async () => {
  expect(await texts([...sentence('left column text', 50, 100), ...sentence('right column text', 150, 100)]))
    .toEqual(['left column text', 'right column text'])
})

test('a gutter that rows share divides them, though their own spaces are as wide', async () => {
  const wide = (text: string, x: number, y: number): TextItem[] => text.split(' ').map((word, i) => item(word, x + i * 26, y))
  const rows = Array.from({ length: 6 }, (_, i) => i * 12 + 100)
  const lines = await texts(rows.flatMap((y) => [...wide('abcd efgh ijkl', 50, y), ...wide('mnop qrst uvwx', 134, y)]))
  expect(lines).toEqual(rows.flatMap(() => ['abcd efgh ijkl', 'mnop qrst uvwx']))
})

test('evenly stretched lines stay whole', async () => {
  expect(await texts(['very', 'wide', 'line', 'here'].map((word, i) => item(word, 50 + i * 32, 100)))).toEqual(['very wide line here'])
})

test('markers stay with their text, bare numbers only in bold', async () => {
  expect(await texts([item('•', 50, 100), item('point', 72, 100)])).toEqual(['• point'])
  expect(await texts([item('2.1', 50, 100), item('Methods', 75, 100)])).toEqual(['2.1 Methods'])
  expect(await texts([item('1', 50, 100, { bold: true }), item('Introduction', 66, 100, { bold: true })])).toEqual(['1 Introduction'])
  expect(await texts([item('1', 50, 100), item('Germany', 66, 100)])).toEqual(['1', 'Germany'])
})

test('raised, lowered and oversized letters find their line', async () => {
  const small = { fontSize: 6 }
  expect(await texts([...sentence('as shown', 50, 100), item('2', 88, 96, small), ...sentence('and later', 94, 100),
    ...sentence('next line', 50, 112)]))
    .toEqual(['as shown² and later', 'next line'])
  expect(await texts([item('T', 50, 100), item('E', 54, 102.2), item('X', 58, 100)])).toEqual(['TEX'])
  const drop = item('O', 50, 112, { fontSize: 27 })
  expect(await texts([drop, ...sentence('nce upon', 66, 100), ...sentence('a time', 66, 112), ...sentence('below', 50, 124)]))
    .toEqual(['Once upon', 'a time', 'below'])
})

test('raised and lowered marks are written as such, not glued to their words', async () => {
  const small = { fontSize: 6 }
  const around = (mark: string, y: number): TextItem[] => [item('word', 50, 100), item(mark, 70.2, y, small), ...sentence('goes on', 73 + 3 * mark.length, 100)]
  expect(await texts(around('12', 96))).toEqual(['word¹² goes on'])
  expect(await texts(around('1,2', 96))).toEqual(['word¹,² goes on'])
  expect(await texts(around('−3', 96))).toEqual(['word⁻³ goes on'])
  expect(await texts(around('b', 96))).toEqual(['wordᵇ goes on'])
  expect(await texts(around('2', 101.5))).toEqual(['word₂ goes on'])
  expect(await texts([item('1', 50, 96, small), ...sentence('See below.', 53.2, 100)])).toEqual(['¹See below.'])
})

test('ordinals, brands, fractions and small type on the line stay as they are', async () => {
  const small = { fontSize: 6 }
  const after = (text: string, y: number): TextItem[] => [item('word', 50, 100), item(text, 70.2, y, small), ...sentence('goes on', 73 + 3 * text.length, 100)]
  expect(await texts(after('th', 96))).toEqual(['wordth goes on'])
  expect(await texts(after('TM', 96))).toEqual(['wordTM goes on'])
  expect(await texts(after('2', 100))).toEqual(['word2 goes on'])
  expect(await texts([item('1', 50, 96, small), item('⁄', 53, 100), item('2', 58, 101, small)])).toEqual(['1⁄2'])
  // where an earlier OCR puts letters tells nothing
  expect(await texts(after('2', 96).map((run) => ({ ...run, hidden: true })))).toEqual(['word2 goes on'])
})

test('bullets and checkboxes of symbol fonts are what they look like', async () => {
  const mark = async (text: string, fontName: string): Promise<string[]> => texts([item(text, 50, 100, { fontName }), ...sentence('is the point', 62, 100)])
  expect(await mark('\uf0b7', 'SymbolMT')).toEqual(['• is the point'])
  expect(await mark('\uf0a7', 'Wingdings-Regular')).toEqual(['▪ is the point'])
  expect(await mark('\uf0fe', 'Wingdings')).toEqual(['☑ is the point'])
  expect(await mark('\uf0fe', 'Company')).toEqual(['\uf0fe is the point'])
})

test('text drawn twice is read once', async () => {
  expect(await texts([item('Shadow', 50, 100), item('Shadow', 50.4, 100.4)])).toEqual(['Shadow'])
})

test('ligatures are opened, controls dropped, spaces unified', async () => {
  expect(await texts([item('ﬁve\u0003', 50, 100), item('co\u00ADop\u200B', 73, 100)])).toEqual(['five co-op'])
})

test('radicals are the characters that they look like', async () => {
  expect(await texts([item('⻜机切⻉⽇', 50, 100)])).toEqual(['飞机切贝日'])
})

test('doubled single quotation marks are double ones', async () => {
  expect(await texts([item('‘‘tide’’', 50, 100)])).toEqual(['“tide”'])
})

test('Hebrew is read from right to left', async () => {
  const rtl = { direction: 'rtl' as const }
  expect(await texts([item('עולם', 50, 100, rtl), item('שלום', 73, 100, rtl)])).toEqual(['שלום עולם'])
})

test('words of the other direction keep their own order', async () => {
  const rtl = { direction: 'rtl' as const }
  expect(await texts([item('say', 50, 100), item('עולם', 68, 100, rtl), item('שלום', 91, 100, rtl), item('twice', 114, 100)])).toEqual(['say שלום עולם twice'])
  expect(await texts([item('אבגדה', 50, 100, rtl), item('Bib', 78, 100), item('TeX', 93, 100), item(')', 111, 100), item('הדגבא', 119, 100, rtl)]))
    .toEqual(['הדגבא ( BibTeX אבגדה'])
  expect(await texts([...[...'f(x'].map((text, i) => item(text, 50 + i * 5, 100)), item('0', 65, 102, { fontSize: 7 }), item(')', 69, 100), item('אבגדהוזחט', 77, 100, rtl)]))
    .toEqual(['אבגדהוזחט f(x₀)'])
})

test('dots of a leader say nothing about the spaces of the words before them', async () => {
  const dots = Array.from({ length: 12 }, (_, i) => item('.', 100 + i * 12, 100))
  expect(await texts([item('one', 50, 100), item('two', 67, 100), item('three', 84, 100), ...dots])).toEqual([expect.stringMatching(/^one two three/)])
})

test('numbers that count a manuscript\'s lines are lines of their own', async () => {
  const rows = Array.from({ length: 8 }, (_, i) => sentence('many words of a manuscript under review', 60, 100 + i * 14)).flat()
  const numbers = Array.from({ length: 8 }, (_, i) => item(String(i + 1), 50, 100 + i * 14, { fontSize: 7 }))
  expect((await texts([...rows, ...numbers])).sort()).toEqual([...'12345678', ...Array.from({ length: 8 }, () => 'many words of a manuscript under review')])
})

test('Han characters spread over a line are not words', async () => {
  const spread = [...'起初美国数学'].map((letter, i) => item(letter, 50 + i * 13, 100, { box: { x0: 50 + i * 13, y0: 92, x1: 60 + i * 13,
    y1: 102 } }))
  expect(await texts(spread)).toEqual(['起初美国数学'])
})

test.each([
  [90, [{ x0: 100, y0: 50, x1: 110, y1: 65 }, { x0: 100, y0: 68, x1: 110, y1: 83 }]],
  [270, [{ x0: 100, y0: 185, x1: 110, y1: 200 }, { x0: 100, y0: 167, x1: 110, y1: 182 }]],
  [180, [{ x0: 185, y0: 100, x1: 200, y1: 110 }, { x0: 167, y0: 100, x1: 182, y1: 110 }]],
])('text turned by %i degrees is read along its line', async (rotation, boxes: Box[]) => {
  const [line, ...more] = await read(['one', 'two'].map((text, i) => item(text, 0, 0, { rotation, box: boxes[i] ?? boxes[0]! })))
  expect(more).toEqual([])
  expect([line?.text, line?.rotation, line?.words.map(({ box }) => box)]).toEqual(['one two', rotation, boxes])
})

test('text from top to bottom is read downwards, each column a line', async () => {
  const down = (text: string, x: number, y: number): TextItem =>
    item(text, 0, 0, { direction: 'ttb', box: { x0: x, y0: y, x1: x + 10, y1: y + 10 * text.length } })
  const lines = await read([down('国破︻河在', 300, 100), down('城春草木深', 280, 100)])
  expect(lines.map(({ text, rotation }) => [text, rotation])).toEqual([['国破【河在', 0], ['城春草木深', 0]])
  expect(lines[0]?.box).toEqual({ x0: 300, y0: 100, x1: 310, y1: 150 })
})

test('a watermark across the page joins no line', async () => {
  const box = { x0: 20, y0: 40, x1: 220, y1: 240 }
  const lines = await read([...sentence('some words here', 50, 100), item('DRAFT', 0, 0, { fontSize: 60, box }),
    ...sentence('and there', 130, 100)])
  expect(lines.map(({ text }) => text).toSorted()).toEqual(['DRAFT', 'and there', 'some words here'])
  expect(lines.at(-1)?.box).toEqual(box)
})

test('every character lands in exactly one line, inside the items that it came from', async () => {
  const run = fc.record({ text: fc.stringMatching(/^[a-zA-Z0-9.,]{1,8}$/), x: fc.integer({ min: 0, max: 500 }),
    y: fc.integer({ min: 20, max: 780 }), size: fc.integer({ min: 4, max: 40 }) })
  await fc.assert(fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 60 }), async (runs) => {
    const twice = (a: typeof runs[0], b: typeof runs[0]): boolean => a.text === b.text && Math.abs(a.x - b.x) <= 6 && Math.abs(a.y - b.y) <= 6
    const unique = runs.filter((a, i) => !runs.slice(0, i).some((b) => twice(a, b)))
    const items = unique.map(({ text, x, y, size }) => item(text, x, y, { fontSize: size }))
    const lines = await read(items)
    // raised and lowered ones are still the same characters
    const sorted = (all: string): string => [...all.normalize('NFKC')].toSorted().join('')
    expect(sorted(lines.map((line) => line.text).join('').replaceAll(' ', ''))).toBe(sorted(items.map(({ text }) => text).join('')))
    for (const line of lines) expect(line.words.map((word) => word.text).join(' ')).toBe(line.text)
  }))
})

test('what is not to be believed', async () => {
  const long = (text: string, more: Partial<TextItem> = {}): TextItem[] => Array.from({ length: 10 }, (_,
    i) => item(text.repeat(10), 50, 100 + 12 * i, more))
  const scan = { pictures: [{ x0: 0, y0: 0, x1: 600, y1: 800 }] }
  expect(judge(pageOf([]))).toBe('no text')
  expect(judge(pageOf(long('\uE001\uE002\uE003')))).toBe('unmapped glyphs')
  expect(judge(pageOf(long('words'), scan))).toBe(null)
  expect(judge(pageOf(long('words', { hidden: true }), scan))).toBe(null)
  expect(judge(pageOf(long('~.,|;', { hidden: true }), scan))).toBe('garbled hidden layer')
  expect(judge(pageOf([item('Page 3 of 7', 280, 780)], scan))).toBe('a few words on a picture')
  expect(await createTextLayer().draft(pageOf(long('\uE001'), scan), signal)).toBe(null)
})

test('a blank page is read, an image cannot be', async () => {
  expect(await createTextLayer().draft(pageOf([], { blank: true }), signal)).toEqual([])
  expect(await createTextLayer().draft(pageOf([], { media: 'image', nativeDpi: 200 }), signal)).toBe(null)
})

test('a hidden layer is an unsure one', async () => {
  const lines = await read(sentence('an earlier reading', 50, 100, { hidden: true }))
  expect(lines.map((line) => line.words.map((word) => word.confidence))).toEqual([[0.9, 0.9, 0.9]])
})
