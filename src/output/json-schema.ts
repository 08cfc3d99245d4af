// The JSON Schema of the document, made from the zod schema.
import { z } from 'zod'
import { documentSchema, SCHEMA_VERSION } from '../model/document.ts'

/** JSON Schema (draft 2020-12) of the JSON document. */
export function documentJsonSchema(): Record<string, unknown> {
  return { title: `specparse document, schema version ${SCHEMA_VERSION}`, ...z.toJSONSchema(documentSchema) }
}
