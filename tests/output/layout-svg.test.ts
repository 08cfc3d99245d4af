import { parseDocument as parseXml } from 'htmlparser2'
import { expect, it } from 'vitest'
import { assemblePage } from '../../src/assemble/assemble-page.ts'
import { joinPages } from '../../src/assemble/join-pages.ts'
import { layoutSvg } from '../../src/output/layout-svg.ts'
import { settled, settledTable } from '../assemble/settled.ts'

it('draws every block with its number and kind, table cells, and the reading order without running lines', () => {
  const pages = [1, 2].map((number) => assemblePage({ number, width: 595, height: 842 }, [
    settled('heading', ['A < B & C'], { level: 1 }), settled('text', ['Some words.']), settledTable([['a', 'b'], ['1', '2']]), settled('page-number', [`${number}`]),
  ]))
  const svg = layoutSvg(joinPages(pages))
  expect(svg.match(/>\d+ [a-z-]+(?: \d)?</g)).toEqual([...Array(2).keys()].flatMap(() => ['>1 heading 1<', '>2 text<', '>3 table<', '>4 page-number<']))
  expect(svg.match(/<rect /g)).toHaveLength(1 + 2 * (1 + 4 + 4))
  expect([...svg.matchAll(/points="([^"]*)"/g)].map(([, points]) => points?.split(' ').length)).toEqual([3, 3])
  expect(svg).toContain('&lt;')
  expect(svg).toContain('&amp;')
  expect(parseXml(svg, { xmlMode: true }).children.filter((node) => node.type === 'tag')).toHaveLength(1)
})
