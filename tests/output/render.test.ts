import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { assemblePage } from '../../src/assemble/assemble-page.ts'
import { joinPages } from '../../src/assemble/join-pages.ts'
import { documentSchema, type ParsedDocument, SCHEMA_VERSION } from '../../src/model/document.ts'
import { documentJsonSchema } from '../../src/output/json-schema.ts'
import { toJson, toMarkdown } from '../../src/output/render.ts'
import { settled, settledTable } from '../assemble/settled.ts'

const seconds = { draft: 0, verify: 0, total: 0 }
const decode = { sequences: 0, tokens: 0, forwards: 0, steps: 0, numDrafts: 0, numDraftTokens: 0, numAcceptedTokens: 0, numAcceptedTokensPerPos: [] }
const pages = [1, 2].map((number) => assemblePage({ number, width: 595, height: 842 }, [
  settled('heading', ['Über uns'], { level: 1 }), settled('text', [`Page ${number}.`]), settledTable([['a', 'b'], ['1', '2']]), settled('page-number', [`${number}`]),
]))

const document: ParsedDocument = {
  // the keys stand in another order than the schema's on purpose
  stats: { pages: 2, seconds, decode, tokensPerForward: 0, meanAcceptanceLength: 0, lines: { total: 0, verified: 0, accepted: 0, corrected: 0, kept: 0 }, comparison: null },
  ...joinPages(pages),
  schemaVersion: SCHEMA_VERSION,
  source: { name: 'a.pdf', media: 'pdf', bytes: 1, sha256: 'x', pageCount: 2 },
  config: { effort: 'draft', verifier: null, languages: ['eng'], hash: 'x' },
  failures: [], notes: [],
}

describe('rendering', () => {
  it('gives JSON that reads back as the same document, keys in the schema\'s order', () => {
    const json = toJson(document)
    expect(documentSchema.parse(JSON.parse(json))).toEqual(document)
    expect(Object.keys(JSON.parse(json) as object)).toEqual(Object.keys(documentSchema.shape))
    expect(toJson(documentSchema.parse(JSON.parse(json)))).toBe(json)
    expect(json.endsWith('}\n')).toBe(true)
  })

  it('refuses what is no document', () => {
    expect(() => toJson({ ...document, schemaVersion: '0' } as unknown as ParsedDocument)).toThrow()
  })

  it('gives Markdown that ends in one line break, and nothing for nothing', () => {
    expect(toMarkdown(document)).toBe(
      '## Über uns\n\nPage 1.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n## Über uns\n\nPage 2.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n',
    )
    expect(toMarkdown({ ...document, markdown: '' })).toBe('')
  })
})

describe('JSON Schema', () => {
  it('names every part of the document and forbids none of its values', () => {
    const schema = documentJsonSchema()
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
    expect(Object.keys(schema['properties'] as object)).toEqual(Object.keys(documentSchema.shape))
  })

  it('is what the build\'s step writes', () => {
    const step = new URL('../../dist/src/output/write-schema.js', import.meta.url)
    const built = new URL('../../dist/document.schema.json', import.meta.url)
    rmSync(built, { force: true })
    execFileSync(process.execPath, [step.pathname])
    expect(JSON.parse(readFileSync(built, 'utf8'))).toEqual(JSON.parse(JSON.stringify(documentJsonSchema())))
  })
})
