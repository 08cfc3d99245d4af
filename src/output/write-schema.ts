// Build step: writes the JSON Schema of the document beside the compiled package, as dist/document.schema.json.
import { writeFileSync } from 'node:fs'
import { documentJsonSchema } from './json-schema.ts'

// compiled, this file is dist/src/output/write-schema.js
writeFileSync(new URL('../../document.schema.json', import.meta.url), `${JSON.stringify(documentJsonSchema(), null, 2)}\n`)
