// How many pages a file has, so that speeds of tools that do not tell pages apart compare with the others.
import { readFile } from 'node:fs/promises'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { isPdf } from '../methods/method.ts'

/** Pages of a PDF; 1 for a picture, and for a PDF that pdf.js cannot open. */
export async function pageCount(file: string): Promise<number> {
  if (!isPdf(file)) return 1
  const task = getDocument({ data: new Uint8Array(await readFile(file)), verbosity: 0 })
  try {
    return (await task.promise).numPages
  } catch {
    return 1
  } finally {
    await task.destroy()
  }
}
