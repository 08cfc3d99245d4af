// Pictures of a page as PNG files: cut out of the page as it is drawn, with whatever is drawn over them.
import { constants } from 'node:fs'
import { access, writeFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { SpecparseError } from '../errors.ts'
import { makeFolder } from '../make-folder.ts'
import type { ParsedPage } from '../model/document.ts'
import { type Page, readingDpi } from '../model/page.ts'

/** Makes the folder and checks that files can be put into it, before any work is done. @throws SpecparseError OUTPUT_FAILED */
export async function openPictureFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await access(folder, constants.W_OK)
  } catch (cause) {
    throw notWritable(folder, cause)
  }
}

/**
 * Writes the pictures among a page's blocks into `folder` and returns the file name of each by its block's id. Names are
 * those of the document, the page and the picture's place on it: `paper-p3-1.png`.
 * @throws SpecparseError OUTPUT_FAILED, or why the page cannot be drawn
 */
export async function writePictures(page: Page, { blocks }: Pick<ParsedPage, 'blocks'>, folder: string, document: string, signal: AbortSignal): Promise<Map<string, string>> {
  const pictures = blocks.filter(({ kind }) => kind === 'picture')
  const names = new Map<string, string>()
  if (pictures.length === 0) return names
  // a tenth of a second to load, which most documents never need
  const { default: sharp } = await import('sharp')
  const { width, height, dpi, channels = 1, data } = await page.raster(readingDpi(page), signal, 3)
  for (const [i, { id, box }] of pictures.entries()) {
    const [left, top] = [pixel(box.x0, dpi, width - 1), pixel(box.y0, dpi, height - 1)]
    const area = { left, top, width: Math.max(1, pixel(box.x1, dpi, width) - left), height: Math.max(1, pixel(box.y1, dpi, height) - top) }
    const file = `${stemOf(document)}-p${page.number}-${i + 1}.png`
    const png = await sharp(data, { raw: { width, height, channels } }).extract(area).png().toBuffer()
    await writeFile(join(folder, file), png, { signal }).catch((cause: unknown) => { throw notWritable(join(folder, file), cause) })
    names.set(id, file)
  }
  return names
}

const pixel = (points: number, dpi: number, most: number): number => Math.max(0, Math.min(most, Math.round(points * dpi / 72)))

/** A document's name as the beginning of file names, without what shells and links would have to escape. */
function stemOf(document: string): string {
  return parse(document).name.replace(/[^\p{L}\p{N}._-]+/gu, '-')
}

function notWritable(path: string, cause: unknown): SpecparseError {
  if (cause instanceof Error && cause.name === 'AbortError') return new SpecparseError('ABORTED', 'aborted', { cause })
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error'
  return new SpecparseError('OUTPUT_FAILED', `cannot write pictures to ${path}: ${code}`, { cause })
}
