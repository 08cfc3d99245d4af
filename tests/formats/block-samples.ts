// Random pages for the formats' round trips: blocks as drafts and readers make them.
import fc from 'fast-check'
import { plainSpan } from '../../src/formats/inline.ts'
import { codeBlock, formulaBlock, pictureBlock, tableBlock, textBlock } from '../../src/formats/written-block.ts'
import type { RegionKind } from '../../src/model/region.ts'
import type { WrittenBlock, WrittenPage, WrittenTable } from '../../src/seams/output-format.ts'

export const PAGE: WrittenPage = { box: { x0: 0, y0: 0, x1: 612, y1: 792 }, kind: null, image: { width: 1232, height: 1596 } }

/** Words that mean nothing in any format, so that also those without escapes can carry them. */
const PLAIN_WORDS = ['Alpha', 'beta', 'naïve', '漢字', 'x', '12', '3.5%', 'e.g.', '(see', 'below)', 'state-of-the-art', 'a/b', '"quoted"', 'it\'s', 'Größe', 'и', 'C:']
/** Words that Markdown, HTML or JSON would take for something else. */
const HOSTILE_WORDS = ['*a*', '**', '_b_', '`c`', '<b>', '&lt;', '#', '1.', '-', '|', '\\', '\\n', '$5', '$', '[x](y)', '![z](w)', '~~q~~', '<', '>', '{', '}', '"', '</table>']

export const plainText = words(PLAIN_WORDS)
export const hostileText = words([...PLAIN_WORDS, ...HOSTILE_WORDS])

function words(pool: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 12 }).map((list) => list.join(' '))
}

/** A grid cut into cells of random spans; no cell empty in heading rows, so that heading tokens can be seen. */
export const table = (text: fc.Arbitrary<string>, headings: fc.Arbitrary<number> = fc.integer({ min: 0, max: 2 })): fc.Arbitrary<WrittenTable> =>
  fc.record({
    rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }), headerRows: headings,
    spans: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })), { minLength: 25, maxLength: 25 }),
    texts: fc.array(fc.option(text, { nil: '', freq: 4 }), { minLength: 25, maxLength: 25 }),
  }).map(({ rows, columns, headerRows, spans, texts }) => {
    const taken = new Set<string>()
    const head = Math.min(headerRows, rows - 1)
    const cells: WrittenTable['cells'][number][] = []
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (taken.has(`${row},${column}`)) continue
        const [wantedRows, wantedColumns] = spans[cells.length] ?? [1, 1]
        const last = row < head ? head : rows
        const rowSpan = Math.min(wantedRows, last - row)
        let columnSpan = 1
        while (columnSpan < wantedColumns && column + columnSpan < columns && !taken.has(`${row},${column + columnSpan}`)) columnSpan++
        for (let r = row; r < row + rowSpan; r++) for (let c = column; c < column + columnSpan; c++) taken.add(`${r},${c}`)
        const own = texts[cells.length] ?? ''
        cells.push({ row, column, rowSpan, columnSpan, text: row < head && own === '' ? 'head' : row >= head && own === '' && row === head ? 'body' : own })
      }
    }
    return { rows, columns, headerRows: head, cells }
  })

const box = fc.tuple(fc.double({ min: 0, max: 500, noNaN: true }), fc.double({ min: 0, max: 700, noNaN: true }), fc.double({ min: 4, max: 100, noNaN: true }), fc.double({ min: 4, max: 90, noNaN: true }))
  .map(([x, y, w, h]) => ({ x0: x, y0: y, x1: x + w, y1: y + h }))

const LATEX = ['E = mc^2', '\\frac{a}{b} + \\alpha_{i}', '\\begin{array}{l} x \\\\ y \\end{array}', '\\text{if } x < 0']

/** Blocks of the kinds given, with boxes. */
export function page(kinds: readonly RegionKind[], text: fc.Arbitrary<string>): fc.Arbitrary<WrittenBlock[]> {
  return fc.array(fc.constantFrom(...kinds).chain((kind) => block(kind, text)), { minLength: 1, maxLength: 8 })
}

function block(kind: RegionKind, text: fc.Arbitrary<string>): fc.Arbitrary<WrittenBlock> {
  switch (kind) {
    case 'table': return fc.tuple(table(text), box).map(([content, where]) => tableBlock(content, where))
    case 'formula': return fc.tuple(fc.constantFrom(...LATEX), box).map(([latex, where]) => formulaBlock(latex, where))
    case 'picture': return box.map((where) => pictureBlock('', where))
    case 'code': return fc.tuple(text, text, box).map(([a, b, where]) => codeBlock(`${a}\n  ${b}`, where))
    case 'heading': return fc.tuple(text, box, fc.integer({ min: 1, max: 3 })).map(([said, where, level]) => textBlock({ kind, level, spans: [plainSpan(said)], box: where }))
    case 'list-item': return fc.tuple(text, box, fc.constantFrom('', '1.', '12)')).map(([said, where, marker]) =>
      textBlock({ kind, level: 1, spans: [plainSpan(said)], marker, box: where }))
    default: return fc.tuple(text, box).map(([said, where]) => textBlock({ kind, spans: [plainSpan(said)], box: where }))
  }
}

export const summary = (blocks: readonly WrittenBlock[]): unknown[] => blocks.map(({ kind, text, table: content }) => ({ kind, text, table: content }))

/** The same without the number of heading rows, which not every format tells. */
export const withoutHeadings = (blocks: readonly unknown[]): unknown =>
  JSON.parse(JSON.stringify(blocks, (key, value: unknown) => (key === 'headerRows' ? undefined : value)))
