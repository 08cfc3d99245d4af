// Small PDFs made in the test: pages from content streams, with Helvetica (F1), Helvetica-Bold (F2), Arabic letters for 'ktbL'
// ('L' is two of them) under a vowel sign 'a' of no width and 'seven.prop' for code 1 (F3), an 8-bit picture (Im) and a graphics state of opacity 0 (Clear).
import { createHash } from 'node:crypto'

export interface PdfPage {
  readonly content: string
  /** Points. */
  readonly width?: number
  readonly height?: number
  /** More entries of the page dictionary, such as '/Rotate 90'. */
  readonly extra?: string
  /** Content of a transparency group (G), of which 100 x 100 points are seen, 50 points to the right of where it is drawn. */
  readonly group?: string
  /** Content of a form field at the page's bottom-left corner, 200 x 20 points. */
  readonly field?: string
  /** Entries of the picture's dictionary, and its data; a black 2 x 2 square when left out. */
  readonly picture?: { readonly entries: string, readonly data: Buffer }
}

/** A bookmark with those below it. */
export interface Bookmark {
  readonly title: string
  readonly items?: readonly Bookmark[]
}

const BLACK = { entries: '/Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8', data: Buffer.alloc(4) }

/** A valid PDF 1.4 file with cross-reference table; encrypted (40-bit RC4) when a password is given. */
export function pdfFile(pages: readonly PdfPage[], password?: string, bookmarks: readonly Bookmark[] = []): Buffer {
  const id = Buffer.from('0123456789abcdef')
  const lock = password === undefined ? null : encryption(password, id)
  const objects: Buffer[] = []
  const add = (body: string, data?: Buffer): number => {
    const number = objects.length + 1
    const stored = data === undefined ? undefined : lock === null ? data : lock.encrypt(number, data)
    objects.push(stored === undefined ? Buffer.from(body, 'latin1')
      : Buffer.concat([Buffer.from(`<< ${body} /Length ${stored.length} >>\nstream\n`, 'latin1'), stored, Buffer.from('\nendstream')]))
    return number
  }
  const font = (name: string): number => add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`)
  const fonts = [font('Helvetica'), font('Helvetica-Bold'), addArabic(add)]
  const tree = objects.length + pages.length * 6 + 1
  const kids = pages.map(({ content, width = 600, height = 800, extra = '', group = '', field = '', picture = BLACK }) => {
    const stream = add('', Buffer.from(content, 'latin1'))
    const image = add(`/Type /XObject /Subtype /Image ${picture.entries}`, picture.data)
    const cropped = add(`/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [1 0 0 1 50 0] /Group << /S /Transparency >>
      /Resources << /Font << /F1 ${fonts[0]} 0 R >> >>`, Buffer.from(group, 'latin1'))
    const look = add(`/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F1 ${fonts[0]} 0 R >> >>`,
      Buffer.from(field, 'latin1'))
    const widget = add(`<< /Type /Annot /Subtype /Widget /FT /Tx /T (field) /F 4 /Rect [0 0 200 20] /AP << /N ${look} 0 R >> >>`)
    return add(`<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${stream} 0 R ${extra}
      /Annots [${widget} 0 R] /Resources << /Font << /F1 ${fonts[0]} 0 R /F2 ${fonts[1]} 0 R /F3 ${fonts[2]} 0 R >>
      /XObject << /Im ${image} 0 R /G ${cropped} 0 R >> /ExtGState << /Clear << /ca 0 >> >> >> >>`)
  })
  add(`<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`)
  const outline = bookmarks.length === 0 ? '' : `/Outlines ${addBookmarks(bookmarks, add)} 0 R`
  const catalog = add(`<< /Type /Catalog /Pages ${tree} 0 R ${outline} >>`)
  const encrypt = lock === null ? null : add(lock.dictionary)
  const hex = `<${id.toString('hex')}>`
  return assemble(objects, `/Root ${catalog} 0 R /ID [${hex} ${hex}]${encrypt === null ? '' : ` /Encrypt ${encrypt} 0 R`}`)
}

const ARABIC: Readonly<Record<string, string>> = { k: '0643', t: '062A', b: '0628', L: '06440627', a: '064E' }

function addArabic(add: (body: string, data?: Buffer) => number): number {
  const code = (letter: string): string => `<${letter.charCodeAt(0).toString(16)}>`
  const rows = Object.entries(ARABIC).map(([letter, unicode]) => `${code(letter)} <${unicode}>`)
  const map = add('', Buffer.from(`/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange ${rows.length} beginbfchar ${rows.join('\n')} endbfchar endcmap end end`))
  const widths = Array.from({ length: 256 }, (_, i) => i === 'a'.charCodeAt(0) ? 0 : 500)
  return add(`<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths [${widths.join(' ')}]
    /Encoding << /Differences [1 /seven.prop] >> /ToUnicode ${map} 0 R >>`)
}

/** Adds a level of the outline and returns the number of its parent, which comes after all that it holds. */
function addBookmarks(bookmarks: readonly Bookmark[], add: (body: string) => number, title?: string, next?: number): number {
  let after: number | undefined
  const numbers = bookmarks.toReversed().map((bookmark) => after = addBookmarks(bookmark.items ?? [], add, bookmark.title, after)).toReversed()
  const children = numbers.length === 0 ? '' : `/First ${numbers[0]} 0 R /Last ${numbers.at(-1)} 0 R /Count ${numbers.length}`
  return add(`<< ${title === undefined ? '/Type /Outlines' : `/Title (${title})`} ${children} ${next === undefined ? '' : `/Next ${next} 0 R`} >>`)
}

function assemble(objects: readonly Buffer[], trailer: string): Buffer {
  const parts = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let offset = parts[0]?.length ?? 0
  objects.forEach((body, i) => {
    const object = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    offsets.push(offset)
    offset += object.length
    parts.push(object)
  })
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  parts.push(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} ${trailer} >>\nstartxref\n${offset}\n%%EOF\n`))
  return Buffer.concat(parts)
}

/** The padding string of ISO 32000-1, algorithm 2. */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex')
const PERMISSIONS = -4

/** Standard security handler, revision 2: the user password opens, the owner password is the same. */
function encryption(password: string, id: Buffer): { dictionary: string, encrypt(number: number, data: Buffer): Buffer } {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), PADDING]).subarray(0, 32)
  const md5 = (...parts: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest()
  const owner = rc4(md5(padded).subarray(0, 5), padded)
  const permissions = Buffer.alloc(4)
  permissions.writeInt32LE(PERMISSIONS)
  const key = md5(padded, owner, permissions, id).subarray(0, 5)
  const user = rc4(key, PADDING)
  return {
    dictionary: `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${user.toString('hex')}> /P ${PERMISSIONS} >>`,
    encrypt: (number, data) => rc4(md5(key, Buffer.from([number & 255, number >> 8, 0, 0, 0])).subarray(0, 10), data),
  }
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const s = Uint8Array.from({ length: 256 }, (_, i) => i)
  const at = (i: number): number => s[i & 255] ?? 0
  const swap = (i: number, j: number): void => void ([s[i & 255], s[j & 255]] = [at(j), at(i)])
  for (let i = 0, j = 0; i < 256; i++) swap(i, j = j + at(i) + (key[i % key.length] ?? 0))
  let j = 0
  return Buffer.from(data.map((byte, n) => {
    j += at(n + 1)
    swap(n + 1, j)
    return byte ^ at(at(n + 1) + at(j))
  }))
}
