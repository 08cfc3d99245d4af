// Whatever the bytes are, opening and reading them ends, with pages or with an error of ours.
import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { resolveConfig } from '../../src/config.ts'
import { SpecparseError } from '../../src/errors.ts'
import { openInput } from '../../src/input/open-input.ts'
import { pdfFile } from '../support/pdf-file.ts'

/** A file that takes longer than this hangs. Milliseconds; whole files take some 200. */
const PATIENCE = 20_000

const pdf = pdfFile([
  { content: 'BT /F1 20 Tf 100 700 Td (Hello world) Tj ET 100 500 m 300 500 l S q 100 0 0 100 400 100 cm /Im Do Q' },
  { content: 'BT /F2 10 Tf 100 700 Td [(kern) -500 (ing)] TJ ET', extra: '/Rotate 90' },
])
const png = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'white', noise: { type: 'gaussian', mean: 128,
  sigma: 60 } } }).png().toBuffer()

/** Opens the bytes and reads the first page; 'ok' or the code of our error. Anything else is thrown. */
async function outcome(bytes: Uint8Array): Promise<string> {
  const signal = AbortSignal.timeout(PATIENCE)
  try {
    const input = await openInput(bytes, { config: resolveConfig({ limits: { pixels: 4_000_000 } }), signal })
    try {
      const page = await input.page(1)
      const raster = await page.raster(page.nativeDpi ?? 36, signal)
      if (raster.data.length !== raster.width * raster.height) throw new Error('a raster of the wrong size')
      return 'ok'
    } finally {
      await input.close()
    }
  } catch (error) {
    if (!(error instanceof SpecparseError)) throw error
    return error.code
  }
}

const AT_FAULT = ['ok', 'CORRUPT_PDF', 'INPUT_UNSUPPORTED', 'LIMIT_EXCEEDED', 'PASSWORD_REQUIRED']

test('the files are whole before they are damaged', async () => {
  expect([await outcome(pdf), await outcome(png)]).toEqual(['ok', 'ok'])
})

test('random bytes', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
    expect(AT_FAULT).toContain(await outcome(bytes))
  }), { numRuns: 60 })
})

test('random bytes that call themselves a PDF or a PNG', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom('%PDF-1.7\n', '\x89PNG\r\n\x1a\n'), fc.uint8Array({ maxLength: 500 }), async (head,
    bytes) => {
    expect(AT_FAULT).toContain(await outcome(Buffer.concat([Buffer.from(head, 'latin1'), bytes])))
  }), { numRuns: 6 })
})

test.each([['PDF', pdf], ['PNG', png]])('a truncated %s', async (_, file) => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: file.length - 1 }), async (length) => {
    expect(AT_FAULT).toContain(await outcome(file.subarray(0, length)))
  }), { numRuns: 6 })
})

test.each([['PDF', pdf], ['PNG', png]])('a %s with flipped bits', async (_, file) => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: file.length * 8 - 1 }), { minLength: 1, maxLength: 20 }),
    async (flips) => {
    const bytes = Uint8Array.from(file)
    for (const bit of flips) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ 1 << (bit & 7)
    expect(AT_FAULT).toContain(await outcome(bytes))
  }), { numRuns: 6 })
})
