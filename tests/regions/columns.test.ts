import { describe, expect, it } from 'vitest'
import type { Line } from '../../src/model/line.ts'
import type { Region } from '../../src/model/region.ts'
import { createLayoutProposer } from '../../src/regions/layout-proposer.ts'
import { block, horizontal, line, page, prose, textOf, vertical } from './synthetic.ts'

const propose = (lines: readonly Line[], parts: Parameters<typeof page>[0] = {}): Promise<Region[]> => (
  createLayoutProposer().propose(page(parts), lines, new AbortController().signal)
)

/** The first word of every region with text. */
const openings = (regions: readonly Region[]): string[] => regions.filter((region) => textOf(region) !== '').map((region) => textOf(region).split(' ')[0] ?? '')

/** Deterministic disorder: drafts come in drawing order, which may be any. */
const shuffle = (lines: readonly Line[]): Line[] => lines.map((made, i) => ({ made, key: (i * 7919) % 104729 })).sort((a, b) => a.key % 97 - b.key % 97).map(({ made }) => made)

describe('reading order', () => {
  it('reads two columns under a spanning title one after the other', async () => {
    const lines = [line('Title of the paper', 180, 80, { size: 20 }), ...prose('left', 30, 220, 60, 130), ...prose('right', 30, 220, 310, 130)]
    expect(openings(await propose(shuffle(lines)))).toEqual(['Title', 'left0', 'right0'])
  })

  it('reads three columns before a title that spans only two of the next three', async () => {
    const columns = (name: string, y: number): Line[] => [0, 1, 2].flatMap((c) => prose(`${name}${c}-`, 12, 140, 60 + 160 * c, y))
    const lines = [...columns('over', 100), line('Second story of the day', 60, 290, { size: 18 }), ...columns('under', 330)]
    expect(openings(await propose(shuffle(lines)))).toEqual(['over0-0', 'over1-0', 'over2-0', 'Second', 'under0-0', 'under1-0', 'under2-0'])
  })

  it('reads both columns above a wide table before those below it', async () => {
    const rows = [600, 620, 640].map((y) => horizontal(y - 280, 60, 530)).concat([60, 200, 530].map((x) => vertical(x, 320, 360)))
    const lines = [
      ...prose('left', 14, 220, 60, 100), ...prose('right', 14, 220, 310, 100), line('cell', 80, 325), line('other', 220, 325), line('more', 80, 345),
      line('last', 220, 345), ...prose('under', 14, 220, 60, 400), ...prose('beside', 14, 220, 310, 400),
    ]
    expect(openings(await propose(shuffle(lines), { rulings: rows }))).toEqual(['left0', 'right0', 'cell', 'under0', 'beside0'])
  })

  it('cuts lines that a draft merged across the gutter', async () => {
    const left = prose('left', 20, 220, 60, 100)
    const right = prose('right', 20, 220, 310, 100)
    const merged = left.map((made, i): Line => {
      const other = right[i]
      if (other === undefined || i % 3 !== 0) return made
      return { ...made, text: `${made.text} ${other.text}`, words: [...made.words, ...other.words], box: { ...made.box, x1: other.box.x1 } }
    })
    const regions = await propose([...merged, ...right.filter((_, i) => i % 3 !== 0)])
    expect(openings(regions)).toEqual(['left0', 'right0'])
    expect(regions.map((region) => region.lines.length)).toEqual([20, 20])
  })

  it('reads three columns', async () => {
    const lines = [0, 1, 2].flatMap((i) => prose(`c${i}-`, 25, 150, 50 + i * 170, 100))
    expect(openings(await propose(shuffle(lines)))).toEqual(['c0-0', 'c1-0', 'c2-0'])
  })

  it('reads a sidebar in a frame together, after the text beside it', async () => {
    const frame = [horizontal(200, 400, 540), horizontal(420, 400, 540), vertical(400, 200, 420), vertical(540, 200, 420)]
    const facts = ['Born', 'Died', 'House', 'Father'].map((name, i) => line(`${name} | fact${i}`, 410, 240 + i * 40))
    const regions = await propose(shuffle([...prose('main', 40, 320, 60, 100), ...facts]), { rulings: frame })
    expect(openings(regions)).toEqual(['main0', 'Born', 'Died', 'House', 'Father'])
  })

  it('reads label and figure of an unruled table row by row', async () => {
    const lines = Array.from({ length: 8 }, (_, i) => [line(`item${i} sold`, 60, 100 + i * 14), line(`${i}00`, 300, 100 + i * 14), line(`${i}50`, 400, 100 + i * 14)]).flat()
    const text = (await propose(shuffle(lines))).map(textOf).join(' ')
    expect(text).toBe(Array.from({ length: 8 }, (_, i) => `item${i} sold ${i}00 ${i}50`).join(' '))
  })

  it('finds a gutter as narrow as two word spaces where all lines were merged over it', async () => {
    const shift = (made: Line, by: number): Line['words'] => made.words.map((word) => ({ ...word, box: { ...word.box, x0: word.box.x0 + by, x1: word.box.x1 + by } }))
    const right = prose('right', 20, 220, 0, 110)
    const lines = prose('left', 20, 220, 60, 110).map((made, i) => {
      const words = [...made.words, ...shift(right[i] as Line, 288)]
      return { ...made, words, text: words.map(({ text }) => text).join(' '), box: { ...made.box, x1: words.at(-1)?.box.x1 ?? 0 } }
    })
    expect(openings(await propose(lines))).toEqual(['left0', 'right0'])
  })

  it('follows the numbers of cards, across the page or down', async () => {
    const card = (name: string, x: number, y: number): Line[] => [line(`${name}. Card`, x, y, { size: 14 }), ...prose(`text${name}-`, 3, 200, x, y + 30)]
    const cards = (names: readonly string[]): Line[] => names.flatMap((name, i) => card(name, i % 2 === 0 ? 60 : 320, 100 + 120 * Math.floor(i / 2)))
    const titles = async (names: readonly string[]): Promise<string[]> => openings(await propose(shuffle(cards(names)))).filter((word) => word.endsWith('.'))
    expect(await titles(['1', '2', '3', '4', '5'])).toEqual(['1.', '2.', '3.', '4.', '5.'])
    expect(await titles(['1', '3', '2', '4'])).toEqual(['1.', '2.', '3.', '4.'])
  })

  it('keeps the hanging lines of an entry with it, above the label of the next', async () => {
    const lines = [
      line('(73) Assignee: Babbage and Daughters of London, Engine Works', 60, 100), line('Limited (England)', 125, 112),
      line('(*) Notice:', 60, 140), ...prose('notice', 4, 235, 125, 140),
    ]
    const words = openings(await propose(lines))
    expect(words.slice(0, words.indexOf('(*)')).length).toBeLessThan(3)
    expect((await propose(lines)).map(textOf).join(' ')).toMatch(/Works Limited .*Notice: notice0/u)
  })

  it('reads what ends above the other column by its height', async () => {
    const lines = [line('States of the Union', 200, 60, { size: 14 }), line('Seas and Harbours', 205, 78, { size: 14 }), line('Form of 1843', 240, 96, { size: 14 }), line('(One)', 60, 125), ...prose('body', 6, 400, 60, 150)]
    expect(openings(await propose(lines))).toEqual(['States', '(One)', 'body0'])
  })

  it('reads an address on the left before the reference on the right', async () => {
    const lines = [
      ...block(['Mrs A. Reader', '1 High Street', 'Smalltown', 'County'], 60, 100), ...block(['Our ref: 77', 'Date: 1 May'], 400, 107),
      ...prose('Dear', 12, 470, 60, 200),
    ]
    const text = (await propose(shuffle(lines))).map(textOf).join(' ')
    expect(text.indexOf('County')).toBeLessThan(text.indexOf('Our ref'))
    expect(text.indexOf('Date')).toBeLessThan(text.indexOf('Dear0'))
  })

  it('keeps what stands sideways in the margin apart, and reads a page turned as a whole', async () => {
    const turned = (made: Line): Line => {
      const map = ({ x0, y0, x1, y1 }: Line['box']): Line['box'] => ({ x0: 595 - y1, y0: x0, x1: 595 - y0, y1: x1 })
      return { ...made, rotation: 90, box: map(made.box), words: made.words.map((word) => ({ ...word, box: map(word.box) })) }
    }
    const margin = turned(line('stamp of the archive', 300, 580))
    const upright = await propose([margin, ...prose('body', 20, 400, 60, 100)])
    expect(openings(upright)).toEqual(['body0', 'stamp'])
    const sideways = await propose(shuffle([...prose('left', 20, 300, 60, 100), ...prose('right', 20, 300, 400, 100)].map(turned)))
    expect(openings(sideways)).toEqual(['left0', 'right0'])
    expect(sideways[0]?.box).toEqual(turned(sideways[0]?.lines[0] as Line) && sideways[0]?.box)
    expect(sideways[0]?.box.y1).toBeLessThan(380)
  })

  it('reads a scan that lies askew as if it were level, and gives its boxes where they are', async () => {
    const slope = 0.03
    const tilt = (made: Line): Line => {
      const shift = (box: Line['box']): Line['box'] => ({ ...box, y0: box.y0 + slope * (box.x0 + box.x1) / 2, y1: box.y1 + slope * (box.x0 + box.x1) / 2 })
      const words = made.words.map((word) => ({ ...word, box: shift(word.box), confidence: 0.9 }))
      return { ...made, words, box: { ...made.box, y0: Math.min(...words.map((word) => word.box.y0)), y1: Math.max(...words.map((word) => word.box.y1)) } }
    }
    const lines = [...prose('left', 30, 220, 60, 130), ...prose('right', 30, 220, 310, 130)].map(tilt)
    const regions = await propose(shuffle(lines))
    expect(openings(regions)).toEqual(['left0', 'right0'])
    expect(regions[1]?.lines[0]?.box.y0).toBeCloseTo(lines[30]?.box.y0 ?? 0, 6)
  })
})
