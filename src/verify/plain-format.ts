// For targets whose profile names no format: what they write is text, and nothing else.
import type { OutputFormat } from '../seams/output-format.ts'

export const PLAIN: OutputFormat = {
  id: 'plain',
  write: (blocks) => blocks.map(({ text }) => text).filter((text) => text !== '').join('\n\n'),
  read: (output, { kind }) => output.split(/\n{2,}/).map((text) => text.trim()).filter((text) => text !== '')
    .map((text) => ({ kind: kind ?? 'text', level: null, text, markdown: text, table: null, box: null })),
}
