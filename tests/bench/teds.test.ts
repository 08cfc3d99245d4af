// TEDS equals the reference implementation. The numbers are the output of PubTabNet's own Python code for these pairs
// (`[TEDS, structure only]`); the tables of the data set are read from shared data where it is, the others are ours.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tedsScores } from '../../bench/metrics/teds.ts'
import { tablePairs } from './teds-variants.ts'

const reference = JSON.parse(readFileSync(new URL('fixtures/teds-reference.json', import.meta.url), 'utf8')) as Record<string, [number, number]>
const pairs = tablePairs(process.env['SPECPARSE_DATA'] ?? '../shared/data')

describe('TEDS', () => {
  test.each(pairs)('$id', ({ id, prediction, truth }) => {
    const { teds, structure } = tedsScores(prediction, truth)
    const [expectedTeds, expectedStructure] = reference[id] ?? [NaN, NaN]
    expect(teds).toBeCloseTo(expectedTeds, 4)
    expect(structure).toBeCloseTo(expectedStructure, 4)
  })

  test('is 0 without a table on either side', () => {
    expect(tedsScores('', '<table><tr><td>a</td></tr></table>')).toEqual({ teds: 0, structure: 0 })
  })
})
