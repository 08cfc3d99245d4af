import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layOutBlocks } from '../../src/assemble/assemble-page.ts'
import { encodeLink, insertPictures } from '../../src/assemble/insert-pictures.ts'
import type { Block, ParsedPage } from '../../src/model/document.ts'

function block(id: string, kind: Block['kind'], text: string): Block {
  const markdown = kind === 'picture' ? '' : kind === 'list-item' ? `- ${text}` : text
  return {
    id, page: 1, kind, box: { x0: 0, y0: 0, x1: 1, y1: 1 }, level: null, text, markdown, image: null, table: null, continues: null, captionOf: null, confidence: 1, review: [],
    provenance: 'native', source: 'test', note: null, acceptance: null, span: null,
  }
}

const pageOf = (blocks: readonly Block[]): ParsedPage => layOutBlocks({ number: 1, width: 100, height: 100 }, blocks)

test('pictures stand between the blocks around them, and after a list that they interrupt', () => {
  const page = pageOf([block('a', 'picture', ''), block('b', 'list-item', 'one'), block('c', 'picture', ''), block('d', 'list-item', 'two'), block('e', 'text', 'End')])
  const { markdown, blocks } = insertPictures(page, new Map([['a', 'x/1.png'], ['c', 'x/2.png']]))
  expect(markdown).toBe('![](x/1.png)\n\n- one\n- two\n\n![](x/2.png)\n\nEnd')
  expect(blocks.map(({ id, image }) => [id, image])).toEqual([['a', 'x/1.png'], ['b', null], ['c', 'x/2.png'], ['d', null], ['e', null]])
})

test('a sentence that goes on below the picture stays whole', () => {
  const broken = pageOf([block('a', 'text', 'The tide'), block('p', 'picture', ''), block('b', 'text', 'came in.')])
  const joined = { ...broken, markdown: 'The tide came in.', blocks: broken.blocks.map((made) => made.id === 'b' ? { ...made, span: { start: 9, end: 17 } } : made) }
  expect(insertPictures(joined, new Map([['p', '1.png']])).markdown).toBe('The tide came in.\n\n![](1.png)')
})

test('the text stays as it was, and every span is its block', () => {
  const kinds = fc.constantFrom<Block['kind']>('text', 'list-item', 'picture', 'heading')
  fc.assert(fc.property(fc.array(fc.tuple(kinds, fc.constantFrom('word', 'more words'))), (made) => {
    const page = pageOf(made.map(([kind, text], i) => block(`r${i}`, kind, text)))
    const links = new Map(page.blocks.flatMap(({ id, kind }) => kind === 'picture' ? [[id, `${id}.png`] as const] : []))
    const { markdown, blocks } = insertPictures(page, links)
    for (const { span, markdown: own } of blocks) expect(markdown.slice(span?.start, span?.end)).toBe(own)
    expect(markdown.replace(/(?:^|\n\n)!\[\]\(r\d+\.png\)/g, '').trim()).toBe(page.markdown)
  }))
})

test('links are escaped once', () => {
  expect(encodeLink('my figures/a(1).png')).toBe('my%20figures/a%281%29.png')
  expect(encodeLink('https://host/a%20b/c.png')).toBe('https://host/a%20b/c.png')
})
