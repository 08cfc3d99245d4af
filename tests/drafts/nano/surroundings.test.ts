import { expect, test } from 'vitest'
import { hasDarkSurroundings } from '../../../drafts/nano/lines/surroundings.ts'

/** A raster of one row; its print is 100 to 199. */
const surrounded = (...greys: readonly (readonly [count: number, grey: number])[]): boolean => {
  const data = Uint8Array.from(greys.flatMap(([count, grey]) => Array<number>(count).fill(grey)))
  const size = { width: data.length, height: 1, dpi: 200 }
  return hasDarkSurroundings({ ...size, data }, { ...size, data: data.map((grey) => Number(grey >= 100 && grey < 200)) })
}

test('a sheet on a dark table, whose print is lighter than the table', () => {
  expect(surrounded([100, 220], [5, 150], [60, 20])).toBe(true)
})

test('dark print shows beside a dark table too, and so does any print on a sheet alone', () => {
  expect(surrounded([100, 220], [50, 110], [60, 60])).toBe(false)
  expect(surrounded([100, 220], [20, 150])).toBe(false)
})

test('light print on a dark page is not on a sheet', () => {
  expect(surrounded([200, 20], [60, 220], [5, 150])).toBe(false)
})
