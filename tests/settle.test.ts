import { describe, expect, test } from 'vitest'
import type { Line } from '../src/model/line.ts'
import type { LineReading } from '../src/model/reading.ts'
import type { Region } from '../src/model/region.ts'
import { settleLine, settleRegion, trustOnPage, unverifiedLine } from '../src/settle.ts'

const box = { x0: 0, y0: 0, x1: 100, y1: 10 }
const trust = { readingWeight: 1, draftWeight: 1, voteWeight: 1, bias: 0, minPageConfidence: 0.6, calibration: [] }

function line(text: string, confidence: number): Line {
  return { text, box, words: [{ text, box, confidence }], source: 'ocr', fontSize: 10, bold: false, italic: false, rotation: 0 }
}

function reading(text: string, confidence: number, complete = true): LineReading {
  return { text, words: text.split(' ').map((word) => ({ text: word, confidence })), ownDraft: null, confidence, complete, error: null, acceptance: { draftTokens: 4, acceptedTokens: 3, tokens: 5, steps: 2 } }
}

function region(lines: readonly Line[]): Region {
  return { id: 'r1', kind: 'text', box, lines, level: null, marker: null, table: null }
}

describe('settleLine', () => {
  test('the same reading confirms the draft', () => {
    expect(settleLine(line('abc', 0.5), reading('abc', 0.9), trust)).toMatchObject({ text: 'abc', fate: 'accepted', confidence: expect.closeTo(0.9) as number })
  })

  test.each([
    ['sure verifier, unsure draft', 0.5, 0.95, 'new', 'corrected'],
    ['less sure verifier', 0.85, 0.8, 'old', 'kept'],
    ['surer draft', 0.97, 0.95, 'old', 'kept'],
  ])('%s', (_, draft, read, text, fate) => {
    expect(settleLine(line('old', draft), reading('new', read), trust)).toMatchObject({ text, fate })
  })

  test('a target without trust limits is always believed, but never a runaway', () => {
    expect(settleLine(line('old', 0.99), reading('new', 0.1), null)).toMatchObject({ text: 'new', fate: 'corrected' })
    expect(settleLine(line('old', 0.1), reading('newnewnew', 0.99, false), null)).toMatchObject({ text: 'old', fate: 'kept' })
  })

  test('on a page where the target is out of its depth, nothing is believed', () => {
    const sure = reading('new', 0.95)
    expect(trustOnPage([sure, null, reading('x', 0.3)], trust)).toEqual(trust)
    const none = trustOnPage([sure, reading('x', 0.2), reading('y', 0.1)], trust)
    expect(settleLine(line('old', 0.5), sure, none)).toMatchObject({ text: 'old', fate: 'kept' })
    expect(settleLine(line('new', 0.5), sure, none)).toMatchObject({ fate: 'accepted' })
    expect(trustOnPage([], trust)).toEqual({ ...trust, bias: -Infinity })
    expect(trustOnPage([reading('x', 0.1)], null)).toBeNull()
  })

  test('the verifier\'s own reading, taken as the draft, is no second witness', () => {
    const own = reading('abc', 0.7)
    expect(settleLine({ ...line('abc', 0.7), reading: own }, own, null)).toMatchObject({ text: 'abc', fate: 'accepted', confidence: expect.closeTo(0.7) as number })
  })

  test('its own draft is settled with its reading; without trust in drafts the reading stands', () => {
    const ownDraft = { text: 'abd', words: [{ text: 'abd', confidence: 0.95 }], confidence: 0.95 }
    const own = { ...reading('abc', 0.7), ownDraft }
    const drafted = { ...line('abd', 0.95), reading: own }
    const ownTrust = { readingWeight: 1, draftWeight: 1, bias: 0, calibration: [] }
    expect(settleLine(drafted, own, { ...trust, ownDraft: ownTrust })).toMatchObject({ text: 'abd', fate: 'kept' })
    expect(settleLine(drafted, own, trust)).toMatchObject({ text: 'abc', fate: 'corrected' })
    expect(settleLine(drafted, own, null)).toMatchObject({ text: 'abc', fate: 'corrected' })
  })

  test('no reading leaves the draft, unverified', () => {
    expect(settleLine(line('old', 0.4), null, null)).toMatchObject({ text: 'old', fate: 'unreadable', acceptance: null })
  })
})

describe('settleRegion', () => {
  const sure = line('native text', 1)
  const unsure = line('scanned', 0.5)

  test('says how the block was made', () => {
    const provenance = (drafts: readonly Line[], settled: Parameters<typeof settleRegion>[1]): string => settleRegion(region(drafts), settled, 'nano').provenance
    expect(provenance([sure], [unverifiedLine(sure, 'drafted')])).toBe('native')
    expect(provenance([unsure], [unverifiedLine(unsure, 'drafted')])).toBe('unverified')
    expect(provenance([unsure], [unverifiedLine(unsure, 'failed')])).toBe('failed')
    expect(provenance([unsure], [settleLine(unsure, reading('scanned', 0.9), trust)])).toBe('accepted')
    expect(provenance([unsure, unsure], [settleLine(unsure, reading('scanned', 0.9), trust), settleLine(unsure, reading('other', 0.99), trust)])).toBe('corrected')
    expect(provenance([unsure, unsure], [settleLine(unsure, reading('scanned', 0.9), trust), settleLine(unsure, reading('other', 0.2), trust)])).toBe('unverified')
  })

  test('lists the words that a person should look at', () => {
    const { review } = settleRegion(region([sure, unsure]), [unverifiedLine(sure, 'drafted'), settleLine(unsure, reading('scented', 0.6), trust)], 'nano')
    expect(review).toEqual([{ text: 'scented', alternative: 'scanned', confidence: expect.closeTo(0.6) as number, box }])
  })

  test('adds up acceptance, and says why the verifier was not believed', () => {
    const settled = settleRegion(region([unsure, unsure]), [settleLine(unsure, reading('other', 0.2), trust), settleLine(unsure, null, trust)], 'nano')
    expect(settled.acceptance).toEqual({ draftTokens: 4, acceptedTokens: 3, tokens: 5, steps: 2 })
    expect(settled.note).toMatch(/1 of 2 lines kept as drafted: nano/)
    expect(settled.note).toMatch(/1 of 2 lines not verified/)
  })
})
