// What kind of file the bytes are: by their first bytes, never by the file's name.
import { SpecparseError } from '../errors.ts'

export type Format = 'pdf' | 'png' | 'jpeg' | 'webp' | 'tiff'

/** Bytes that may precede a PDF's header (ISO 32000-1, annex H.3.4.1). */
const PDF_HEADER_WINDOW = 1024
/** Bytes looked at to tell text from other content. */
const TEXT_WINDOW = 4096

/** Files that people try, and that deserve a better answer than "unknown"; `at` = offset of the magic bytes. */
const KNOWN: readonly { readonly magic: string; readonly at: number; readonly what: string }[] = [
  { magic: 'PK\x03\x04', at: 0, what: 'a ZIP archive (such as .docx, .xlsx or .epub)' },
  { magic: '\xd0\xcf\x11\xe0', at: 0, what: 'an old Office document' },
  { magic: 'GIF8', at: 0, what: 'a GIF image' },
  { magic: 'BM', at: 0, what: 'a BMP image' },
  { magic: 'ftyp', at: 4, what: 'a HEIC, AVIF or MP4 file' },
  { magic: '\x00\x00\x00\x0cjP', at: 0, what: 'a JPEG 2000 image' },
  { magic: 'AT&TFORM', at: 0, what: 'a DjVu document' },
  { magic: '%!PS', at: 0, what: 'a PostScript file' },
  { magic: '\x1f\x8b', at: 0, what: 'a gzip archive' },
]

/** The format of `bytes`. @throws SpecparseError INPUT_UNSUPPORTED, saying what was found instead */
export function detectFormat(name: string, bytes: Uint8Array): Format {
  if (bytes.length === 0) throw new SpecparseError('INPUT_UNSUPPORTED', `'${name}': the file is empty`)
  const head = latin1(bytes, TEXT_WINDOW)
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp'
  if (head.startsWith('II*\0') || head.startsWith('MM\0*') || head.startsWith('II+\0') || head.startsWith('MM\0+')) return 'tiff'
  if (head.slice(0, PDF_HEADER_WINDOW).includes('%PDF-')) return 'pdf'
  const found = KNOWN.find(({ magic, at }) => head.startsWith(magic, at))?.what ?? (isText(bytes) ? 'plain text' : 'not a known format')
  throw new SpecparseError('INPUT_UNSUPPORTED', `'${name}' is ${found}; specparse reads PDF, PNG, JPEG, WebP and TIFF`)
}

function latin1(bytes: Uint8Array, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.length)).toString('latin1')
}

/** Valid UTF-8 without control characters; a character cut off by the window's end is forgiven. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, TEXT_WINDOW), { stream: true })
    return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)
  } catch {
    return false
  }
}
