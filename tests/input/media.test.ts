import { expect, test } from 'vitest'
import { detectFormat } from '../../src/input/media.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')

test.each([
  ['%PDF-1.7\n', 'pdf'], [`${'\n'.repeat(900)}%PDF-1.4`, 'pdf'], ['\x89PNG\r\n\x1a\n...', 'png'], ['\xff\xd8\xff\xe0', 'jpeg'],
  ['RIFF....WEBPVP8 ', 'webp'], ['II*\0....', 'tiff'], ['MM\0*....', 'tiff'],
])('%j is %s, whatever it is called', (content, format) => {
  expect(detectFormat('name.txt', bytes(content))).toBe(format)
})

test.each([
  ['', /'a\.pdf': the file is empty/], ['Dear Sir,\nthis is a letter.', /'a\.pdf' is plain text/], ['PK\x03\x04......', /a ZIP archive/],
  ['GIF89a', /a GIF image/], ['RIFF....WAVE\x01\x00', /not a known format/], [`${'\n'.repeat(1100)}%PDF-1.4`, /plain text/],
])('%j is refused by name', (content, message) => {
  expect(() => detectFormat('a.pdf', bytes(content))).toThrow(expect.objectContaining({
    code: 'INPUT_UNSUPPORTED', message: expect.stringMatching(message),
  }))
})
