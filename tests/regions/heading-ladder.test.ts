import { expect, test } from 'vitest'
import { climb } from '../../src/regions/heading-ladder.ts'
import type { Region } from '../../src/model/region.ts'
import { outlineLevels } from '../../src/regions/outline-levels.ts'
import { line } from './synthetic.ts'

const heading = (text: string, size: number): Region => {
  const own = line(text, 60, 100, { size })
  return { id: text, kind: 'heading', box: own.box, lines: [own], level: 1, marker: null, table: null }
}
const levels = (regions: readonly Region[]): (number | null)[] => regions.map(({ level }) => level)

test('a size keeps its level from page to page', () => {
  const first = climb([], [heading('Chapter', 20), heading('Section', 15)])
  expect(levels(first.regions)).toEqual([1, 2])
  const second = climb(first.ladder, [heading('Section', 15.1), heading('Part', 12)])
  expect(levels(second.regions)).toEqual([2, 3])
  expect(levels(climb(second.ladder, [heading('Part', 12)]).regions)).toEqual([3])
})

test('a new size goes below the next larger one, and numbers say the level', () => {
  const { ladder } = climb([], [heading('Largest', 20), heading('2.1 Numbered', 12)])
  expect(ladder).toEqual([{ size: 12, level: 2 }, { size: 20, level: 1 }])
  expect(levels(climb(ladder, [heading('Between', 16), heading('Like the numbered', 12), heading('3.1.2 Deep', 12)]).regions)).toEqual([2, 2, 3])
})

test('what the outline names stands as deep as there, whatever its size and number, and its size with it', () => {
  const outline = outlineLevels([
    { title: 'Chapter 1: Harbours', level: 1 }, { title: 'Tides', level: 2 }, { title: 'Summary', level: 2 }, { title: 'Moon', level: 3 }, { title: 'Summary', level: 3 }, { title: '1.2.3 Contents', level: 3 },
  ])
  expect(['HARBOURS', '1. Harbours', '1.1 Tides', 'The  moon', 'Moon', 'Summary', 'Contents', '1.2.3 Contents', '', '1.'].map(outline)).toEqual([1, 1, 2, null, 3, null, null, 3, null, null])
  const made = [heading('Harbours', 14), heading('1.1 Tides', 14.1), heading('3.2.1.1 Moon', 20), heading('Like the moon', 20)]
  expect(levels(climb([], made, outline).regions)).toEqual([1, 2, 3, 3])
})
