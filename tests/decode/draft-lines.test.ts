import { expect, test } from 'vitest'
import { draftLines } from '../../src/decode/draft-lines.ts'
import type { Line } from '../../src/model/line.ts'
import type { DraftReading } from '../../src/model/reading.ts'
import type { Sequence, VerifyInput } from '../../src/seams/verifier.ts'
import { ToyVerifier } from '../support/toy-verifier.ts'

const raster = { width: 400, height: 100, dpi: 72, data: new Uint8Array(400 * 100).fill(255) }
const signal = new AbortController().signal

/** A line of unread words; its boxes say where it may be cut. */
function found(y0: number, boxes: readonly (readonly [number, number])[]): Line {
  const words = boxes.map(([x0, x1]) => ({ text: '', box: { x0, x1, y0, y1: y0 + 10 }, confidence: 0 }))
  return { text: '', box: { x0: boxes[0]![0], x1: boxes.at(-1)![1], y0, y1: y0 + 10 }, words, source: 'finder', fontSize: 10, bold: false, italic: false, rotation: 0 }
}

/** Its encoder drafts the width of each crop as a word. */
class Encoder extends ToyVerifier {
  override readonly profile = { ...new ToyVerifier().profile, maxAspect: 10, trust: TRUST } as never
  readonly batches: number[] = []

  override async open(inputs: readonly VerifyInput[]): Promise<Sequence[]> {
    this.batches.push(inputs.length)
    const drafts = inputs.map(({ image: { width } }): DraftReading | null =>
      width < 30 ? null : { text: ` w${width}`, words: [{ text: `w${width}`, confidence: 0.5 }], confidence: 0.5 })
    return (await super.open(inputs)).map((sequence, i) => ({ ...sequence, ownDraft: drafts[i] ?? null }))
  }
}
const TRUST = { ownDraft: { calibration: [[0, 0], [0.5, 0.9], [1, 1]] } }

test('the encoder drafts every line, in batches; nothing is decoded, no sequence stays open', async () => {
  const verifier = new Encoder(2)
  const lines = [found(10, [[10, 60]]), found(30, [[10, 20]]), found(50, [[10, 100]]), found(70, [[10, 80]])]
  const drafts = await draftLines(verifier, raster, lines, signal)
  expect(drafts.map((draft) => draft?.text ?? null)).toEqual(['w52', null, 'w92', 'w72'])
  expect(drafts[0]?.words).toEqual([{ text: 'w52', confidence: 0.9 }])
  expect(verifier.batches).toEqual([2, 2])
  expect(verifier.forwards).toBe(0)
  expect(verifier.contexts.size).toBe(0)
})

test('a line that was cut is joined again, in the middle of a word too', async () => {
  const lines = [found(10, [[10, 90], [110, 200]]), found(30, [[10, 90], [90, 180]])]
  const [apart, glued] = await draftLines(new Encoder(), raster, lines, signal)
  expect(apart?.text).toMatch(/^w\d+ w\d+$/)
  expect(glued?.text).toMatch(/^w\d+w\d+$/)
  expect(glued?.words).toHaveLength(1)
  expect(glued?.confidence).toBeCloseTo(0.5)
})

test('nothing to read is nothing read', async () => {
  expect(await draftLines(new Encoder(), raster, [], signal)).toEqual([])
  expect(await draftLines(new ToyVerifier(), raster, [found(10, [[10, 60]])], signal)).toEqual([null])
})
