import { describe, expect, test } from 'vitest'
import { mergeOwnDraft, mergeReadings } from '../src/merge-readings.ts'
import type { Line } from '../src/model/line.ts'
import type { LineReading } from '../src/model/reading.ts'

const trust = { readingWeight: 1, draftWeight: 1, voteWeight: 1, bias: 0, minPageConfidence: 0, calibration: [] }

/** Words of "word:confidence", 10 points wide, 5 apart. */
function line(...words: string[]): Line {
  const read = words.map((word, i) => ({ text: word.split(':')[0] ?? '', confidence: Number(word.split(':')[1]), box: { x0: 15 * i, y0: 0, x1: 15 * i + 10, y1: 8 } }))
  return { text: read.map(({ text }) => text).join(' '), words: read, box: { x0: 0, y0: 0, x1: 100, y1: 8 }, source: 'ocr', fontSize: 8, bold: false, italic: false, rotation: 0 }
}

function reading(...words: string[]): LineReading {
  const { text, words: read } = line(...words)
  return { text, words: read, ownDraft: null, confidence: 0.8, complete: true, error: null, acceptance: { draftTokens: 0, acceptedTokens: 0, tokens: 1, steps: 1 } }
}

const texts = (...pair: [Line, LineReading]): string[] => mergeReadings(...pair, trust).map(({ text }) => text)

describe('mergeReadings', () => {
  test('takes each word from the reader that is surer of it', () => {
    expect(texts(line('tbe:0.4', 'cat:0.9', 'sat:0.9'), reading('the:0.9', 'cat:0.9', 'sot:0.4'))).toEqual(['the', 'cat', 'sat'])
  })

  test('the own draft of the target votes', () => {
    const [draft, read] = [line('tbe:0.6', 'cat:0.9'), reading('the:0.6', 'cat:0.9')]
    expect(texts(draft, { ...read, ownDraft: reading('the:0.9', 'cat:0.9') })).toEqual(['the', 'cat'])
    expect(texts(draft, { ...read, ownDraft: reading('tbe:0.9', 'cat:0.9') })).toEqual(['tbe', 'cat'])
  })

  test('keeps what it did not take as the alternative, and where it stands', () => {
    expect(mergeReadings(line('tbe:0.4', 'cat:0.9'), reading('the:0.9', 'cat:0.9'), trust)).toEqual([
      { text: 'the', alternative: 'tbe', confidence: expect.closeTo(0.931, 3) as number, box: { x0: 0, y0: 0, x1: 10, y1: 8 } },
      { text: 'cat', alternative: null, confidence: expect.closeTo(0.988, 3) as number, box: { x0: 15, y0: 0, x1: 25, y1: 8 } },
    ])
  })

  test('a dispute never makes one surer of the draft', () => {
    const [word] = mergeReadings(line('cat:0.7'), reading('cut:0.01'), trust)
    expect(word).toMatchObject({ text: 'cat', confidence: 0.7, alternative: 'cut' })
  })

  test('words that one reader joined or lacks are one place', () => {
    expect(texts(line('the:0.9', 'catsat:0.3'), reading('the:0.9', 'cat:0.9', 'sat:0.9'))).toEqual(['the', 'cat sat'])
    expect(mergeReadings(line('cat:0.9'), reading('a:0.9', 'cat:0.9'), { ...trust, bias: -Infinity }).map(({ text }) => text).join('|')).toBe('cat')
  })

  test('a target without trust is right everywhere', () => {
    expect(mergeReadings(line('tbe:0.99'), reading('the:0.2'), null)).toMatchObject([{ text: 'the', confidence: 0.2, alternative: 'tbe' }])
  })
})

describe('mergeOwnDraft', () => {
  const own = { readingWeight: 1, draftWeight: 1, bias: 0.5, calibration: [] }
  const said = (...pair: [Line, LineReading]): string[] => mergeOwnDraft(...pair, own).map(({ text, confidence }) => `${text}:${confidence.toFixed(2)}`)

  test('agreement makes nobody surer than the reading is', () => {
    expect(said(line('the:0.9', 'cat:0.9'), reading('the:0.8', 'cat:0.7'))).toEqual(['the:0.80', 'cat:0.70'])
  })

  test('where they differ, the surer one is right, the reading when in doubt', () => {
    expect(said(line('tbe:0.6', 'cat:0.9'), reading('the:0.6', 'cut:0.6'))).toEqual(['the:0.62', 'cat:0.78'])
  })

  test('nothing known of the draft leaves the reading', () => {
    expect(mergeOwnDraft(line('cat:0.9'), reading('cut:0.1'), null)).toMatchObject([{ text: 'cut', confidence: 0.1, alternative: 'cat' }])
  })
})
