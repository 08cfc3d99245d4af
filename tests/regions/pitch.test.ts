import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { union } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { listingBoxes } from '../../src/regions/pitch.ts'
import { page, prose, textOf } from './synthetic.ts'

const SIZE = 10
/** Advances of a typewriter face, and of a proportional one as in Helvetica, in font sizes. */
const typewriter = (): number => 0.6
const proportional = (letter: string): number => /[iljtf.,:;'|!()[\]]/.test(letter) ? 0.26 : /[mwMW@]/.test(letter) ? 0.86 : /\p{Lu}/u.test(letter) ? 0.7 : 0.53

/** A line of boxes around the ink of its words, as pixels show them. */
function set(text: string, x: number, y: number, advance: (letter: string) => number): Line {
  let at = x
  const words = text.split(' ').map((word) => {
    const wide = [...word].reduce((sum, letter) => sum + advance(letter), 0) * SIZE
    const box = { x0: at + 0.06 * SIZE, y0: y, x1: at + wide - 0.06 * SIZE, y1: y + SIZE }
    at += wide + advance(' ') * SIZE
    return { text: word, box, confidence: 1 }
  })
  return { text, words, box: union(words.map(({ box }) => box)), source: 'test', fontSize: SIZE, bold: false, italic: false, rotation: 0 }
}

const CODE = ['function tide(level) {', '  if (level > high) {', '    return sail(level, { at: "dawn" })', '  }', '  const rest = wait(level)', '  return rest', '}']

/** `indent`: leading spaces become room at the left. */
const listing = (texts: readonly string[], advance: (letter: string) => number): Line[] =>
  texts.map((text, i) => set(text.trimStart(), 60 + (text.length - text.trimStart().length) * 0.6 * SIZE, 100 + 12 * i, advance))

describe('listings on pictures', () => {
  test('all lines of code in a typewriter face, however short', () => {
    expect(listingBoxes(listing(CODE, typewriter))).toHaveLength(CODE.join(' ').trim().split(/ +/).length)
  })

  test('no lines in a proportional face, whatever they say', () => {
    const word = fc.stringMatching(/^[a-zA-Z(){};=.]{1,12}$/)
    fc.assert(fc.property(fc.array(fc.array(word, { minLength: 4, maxLength: 8 }), { minLength: 2, maxLength: 8 }), (texts) => {
      const lines = listing(texts.map((words) => words.join(' ')), proportional)
      const taken = new Set(listingBoxes(lines))
      // letters of one width by chance make a line of one pitch, but hardly ever two of the same
      expect(lines.filter((line) => line.words.every(({ box }) => taken.has(box))).length).toBeLessThanOrEqual(lines.length / 2)
    }), { numRuns: 100 })
    expect(listingBoxes(listing(CODE, proportional))).toEqual([])
  })

  test('a typewritten letter is none: it has next to no signs', () => {
    expect(listingBoxes(listing(['Dear Sir, the tide was high', 'this morning, and we sailed', 'at dawn, as you had asked.'], typewriter))).toEqual([])
  })

  test('a listing between paragraphs is a region of its own, and they are not drawn into it', async () => {
    const above = ['The shipment left the harbour on Monday and', 'reached us four days later, with all papers.'].map((text, i) => set(text, 60, 60 + 12 * i, proportional))
    const below = set('Most of the crew had never seen the island.', 60, 100 + 12 * CODE.length + 20, proportional)
    const regions = await createLayoutProposer().propose(page(), [...above, ...listing(CODE, typewriter), below], new AbortController().signal)
    expect(regions.map(({ kind }) => kind)).toEqual(['text', 'code', 'text'])
    expect(regions[1]?.lines.map(({ text }) => text)).toEqual(CODE.map((text) => text.trim()))
  })

  test('what a text layer says of its faces is believed', async () => {
    const lines = [...prose('text', 3, 400, 60, 50), ...listing(CODE, typewriter)]
    const items = lines.map(({ text, box }) => ({
      text, box, fontSize: SIZE, fontName: 'Helvetica', bold: false, italic: false, rotation: 0, direction: 'ltr' as const, spaceBefore: true, hidden: false,
    }))
    const regions = await createLayoutProposer().propose({ ...page(), items }, lines, new AbortController().signal)
    expect(regions.map(textOf).join(' ')).toContain('sail(level,')
    expect(regions.map(({ kind }) => kind)).not.toContain('code')
  })
})
