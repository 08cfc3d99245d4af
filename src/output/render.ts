// A parsed document as files: Markdown, and JSON in the schema's key order.
import { documentSchema, type ParsedDocument } from '../model/document.ts'

/** The document's Markdown, ending in one line break; '' for a document without text. */
export function toMarkdown(document: ParsedDocument): string {
  return document.markdown === '' ? '' : `${document.markdown}\n`
}

/** The document as indented JSON, keys in the schema's order, ending in a line break. @throws ZodError for what is no document */
export function toJson(document: ParsedDocument): string {
  return `${JSON.stringify(documentSchema.parse(document), null, 2)}\n`
}
