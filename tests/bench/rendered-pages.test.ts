import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRenderedPages } from '../../bench/data/rendered-pages.ts'
import { type PageReading, readInEachWay } from '../../bench/methods/page-readings.ts'
import { ToyVerifier } from '../support/toy-verifier.ts'

test('the rendered pages that ship: their text, one third clean, the others with what was done to them', async () => {
  const pages = await readRenderedPages('bench/fixtures/rendered-pages')
  expect(pages).toHaveLength(60)
  expect(pages.filter(({ clean }) => clean)).toHaveLength(20)
  for (const { clean, kinds, truth } of pages) {
    expect(kinds).toHaveLength(clean ? 0 : 1)
    expect(truth.length).toBeGreaterThanOrEqual(12)
    expect(truth.every((line) => line.length > 2)).toBe(true)
  }
})

test('a run that was stopped goes on from what it kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'specparse-kept-'))
  try {
    const kept: PageReading = {
      id: 'page-000', length: 10, errors: { ocr: 3, draft: 2, nano: 2, both: 1 }, tokens: 7, steps: 2,
      claims: { nano: [{ confidence: 0.9, right: true }], both: [{ confidence: 1, right: true }] },
    }
    const file = join(folder, 'kept.jsonl')
    await writeFile(file, `${JSON.stringify(kept)}\n`)
    const told: PageReading[] = []
    // the file is not there: reading it again would fail
    const documents = [{ id: 'page-000', files: [join(folder, 'missing.png')], truth: 'ten letters' }]
    const verifier = new ToyVerifier()
    expect(await readInEachWay(documents, verifier, file, (reading) => told.push(reading))).toEqual([kept])
    expect(told).toEqual([kept])
    expect(await readFile(file, 'utf8')).toBe(`${JSON.stringify(kept)}\n`)
    await expect(readInEachWay(documents, verifier, null, () => {})).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a page that fails ends the run: it is not one that was badly read', async () => {
  const broken = new ToyVerifier()
  broken.verify = () => Promise.reject(new Error('out of memory'))
  const [page] = await readRenderedPages('bench/fixtures/rendered-pages')
  await expect(readInEachWay([{ id: 'page', files: [page?.image ?? ''], truth: 'x' }], broken, null, () => {})).rejects.toThrow('out of memory')
})
