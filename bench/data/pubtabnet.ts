// PubTabNet: table pictures with their HTML, one JSON object a line. Format: the data set's own README.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { BenchError } from '../bench-error.ts'

const tokens = z.object({ tokens: z.array(z.string()) })
const lineSchema = z.object({ filename: z.string(), html: z.object({ cells: z.array(tokens), structure: tokens }) })

export interface TablePicture {
  readonly filename: string
  /** A whole HTML document with the one table in it. */
  readonly html: string
}

/** @throws BenchError naming the line */
export async function readPubTabNet(path: string): Promise<TablePicture[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, i) => {
    try {
      return tablePicture(lineSchema.parse(JSON.parse(line)))
    } catch {
      throw new BenchError(`${path}: line ${i + 1} is not a table of PubTabNet`)
    }
  })
}

function tablePicture({ filename, html }: z.output<typeof lineSchema>): TablePicture {
  const texts = html.cells.map((cell) => cell.tokens.join(''))
  const table = html.structure.tokens.map((token) => (token === '</td>' ? `${texts.shift() ?? ''}</td>` : token)).join('')
  return { filename, html: `<html><body><table>${table}</table></body></html>` }
}
