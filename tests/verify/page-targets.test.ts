// Targets that read regions or whole pages, end to end: recorded outputs stand for a model's.
import { describe, expect, test } from 'vitest'
import { createMarkdown } from '../../src/formats/markdown.ts'
import { OURS } from '../../src/formats/markdown-style.ts'
import { SpecparseError } from '../../src/errors.ts'
import { documentSchema } from '../../src/model/document.ts'
import type { Line } from '../../src/model/line.ts'
import { parseDocument } from '../../src/parser.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import type { ModelProfile, Tokenizer, Verifier, VerifyInput } from '../../src/seams/verifier.ts'
import { createReplayVerifier } from '../../verifiers/replay/replay-verifier.ts'

const PAPER = 'samples/two-column-paper.pdf'
const STOP = 0x110000

/** One token per character. */
const characters: Tokenizer = {
  vocabularySize: STOP + 1,
  encode: (text) => Int32Array.from(text, (character) => character.codePointAt(0) ?? 0),
  decode: (ids) => Array.from(ids).filter((id) => id !== STOP).map((id) => String.fromCodePoint(id)).join(''),
}

interface Recording {
  readonly says: (input: VerifyInput) => string
  readonly profile: Partial<ModelProfile>
  readonly trees?: boolean
  readonly lockstep?: boolean
}

function recorded({ says, profile, trees = true, lockstep = true }: Recording): Verifier & { readonly opened: VerifyInput[] } {
  const opened: VerifyInput[] = []
  const replay = createReplayVerifier({
    tokenizer: characters, stopId: STOP, maxBatch: 8, budget: 64, costModel: null,
    recorded: (input) => {
      opened.push(input)
      return characters.encode(says(input))
    },
  })
  return { ...replay, opened, profile: { ...replay.profile, ...profile }, capabilities: { ...replay.capabilities, trees, lockstep } }
}

describe.each([[true], [false]])('a target that reads pages (trees: %s)', (trees) => {
  const format = createMarkdown('test', OURS)

  test('its output is the document; what it left alone keeps its place and is accepted', async () => {
    const draft = await parseDocument(PAPER, { effort: 'draft', pages: '1' })
    const target = draft.markdown.replace('Introduction', 'Preface')
    const verifier = recorded({ says: () => target, profile: { unit: 'page', format }, trees })
    const document = await parseDocument(PAPER, { verifier, effort: 'full', pages: '1', compare: true })
    expect(documentSchema.parse(document)).toEqual(document)
    expect(document.failures).toEqual([])
    expect(document.markdown).toContain('Preface')
    expect(document.markdown).not.toContain('Introduction')
    const preface = document.blocks.find(({ text }) => text.includes('Preface'))
    expect(preface).toMatchObject({ kind: 'heading', provenance: 'corrected' })
    const kept = document.blocks.filter(({ provenance, kind }) => provenance === 'accepted' && kind === 'text')
    expect(kept.length).toBeGreaterThan(5)
    for (const block of kept) {
      const drafted = draft.blocks.find(({ text }) => text.replace(/\s+/g, '') === block.text.replace(/\s+/g, ''))
      expect(block.box).toEqual(drafted?.box)
    }
    expect(document.stats.comparison).toMatchObject({ identical: true, sequences: 1 })
    expect(document.stats.tokensPerForward).toBeGreaterThan(10)
  })

  test('a runaway is reported, and the draft stands', async () => {
    const verifier = recorded({ says: () => 'Abstract. And so on, and so on. '.repeat(200), profile: { unit: 'page', format }, trees })
    const document = await parseDocument(PAPER, { verifier, effort: 'full', pages: '1' })
    const draft = await parseDocument(PAPER, { effort: 'draft', pages: '1' })
    expect(document.markdown).toBe(draft.markdown)
    expect(document.blocks.every(({ provenance, note }) => provenance === 'unverified' && note?.includes('repeated itself'))).toBe(true)
  })
})

describe('a target that reads regions', () => {
  const says = ({ kind }: VerifyInput): string => kind === 'table' ? 'a table' : `read as ${kind}`

  test('every region is a sequence, and says what it is', async () => {
    const verifier = recorded({ says, profile: { unit: 'region', format: null } })
    const document = await parseDocument(PAPER, { verifier, effort: 'full', pages: '1' })
    const text = document.blocks.filter(({ kind }) => kind === 'text')
    expect(text.length).toBeGreaterThan(3)
    expect(text.every((block) => block.text === 'read as text' && block.provenance === 'corrected' && (block.acceptance?.tokens ?? 0) > 5)).toBe(true)
    expect(document.blocks.find(({ kind }) => kind === 'heading')?.markdown).toBe('## read as heading')
    expect(verifier.opened).toHaveLength(document.stats.decode.sequences)
  })

  test('auto asks about the tables of a believed text layer only, and about no kind that the model does not read', async () => {
    const verifier = recorded({ says, profile: { unit: 'region', format: null } })
    const document = await parseDocument(PAPER, { verifier })
    expect(new Set(verifier.opened.map(({ kind }) => kind))).toEqual(new Set(['table']))
    expect(document.blocks.find(({ kind }) => kind === 'text')?.provenance).toBe('native')
    const noTables = recorded({ says, profile: { unit: 'region', format: null, regionKinds: ['formula'] } })
    await parseDocument(PAPER, { verifier: noTables })
    expect(noTables.opened).toEqual([])
  })

  test('a region that a server cannot read is listed; the others are delivered', async () => {
    const verifier = recorded({ says, profile: { unit: 'region', format: null }, lockstep: false })
    const { open } = verifier
    let calls = 0
    const failing: Verifier = { ...verifier, open: (inputs, signal) => ++calls === 3 ? Promise.reject(new SpecparseError('VERIFIER_FAILED', 'status 500')) : open(inputs, signal) }
    const document = await parseDocument(PAPER, { verifier: failing, effort: 'full', pages: '1' })
    expect(document.failures).toHaveLength(1)
    expect(document.failures[0]).toMatchObject({ code: 'VERIFIER_FAILED', page: 1, message: 'status 500' })
    const failed = document.blocks.filter(({ provenance }) => provenance === 'failed')
    expect(failed.map(({ id }) => id)).toEqual([`p1-${document.failures[0]?.region}`])
    expect(document.blocks.filter(({ provenance }) => provenance === 'corrected').length).toBeGreaterThan(5)
  })

  test('cannot be asked for pages', async () => {
    const verifier = recorded({ says, profile: { unit: 'region', format: null } })
    await expect(parseDocument(PAPER, { verifier, effort: 'full', scope: 'page' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})

describe('poor regions of a page', () => {
  /** A scan with two paragraphs, one of them drafted badly. */
  const source = (confidence: number): DraftSource => ({
    id: 'poor', close: () => Promise.resolve(),
    draft: () => Promise.resolve([100, 114, 128, 400, 414].map((y, i): Line => {
      const words = Array.from({ length: 12 }, (_, w) => ({
        text: `w${i}x${w}`, confidence: i < 3 ? confidence : 0.99, box: { x0: 72 + w * 36, x1: 100 + w * 36, y0: y, y1: y + 10 },
      }))
      return { text: words.map(({ text }) => text).join(' '), box: { x0: 72, x1: 500, y0: y, y1: y + 10 }, words, source: 'poor', fontSize: 10, bold: false, italic: false, rotation: 0 }
    })),
  })
  const says = ({ kind }: VerifyInput): string => kind === null ? 'the page as the model reads it' : 'a paragraph'
  const parse = async (confidence: number, scope: 'auto' | 'page'): Promise<VerifyInput[]> => {
    const verifier = recorded({ says, profile: { unit: 'page', format: null } })
    const { blocks } = await parseDocument('samples/scanned-letter.png', { verifier, scope, drafts: [source(confidence)] })
    expect(blocks.map(({ text }) => text)).toEqual(['the page as the model reads it'])
    return verifier.opened
  }

  test('are read beside it when their errors cost more than a picture', async () => {
    expect((await parse(0.5, 'auto')).map(({ kind }) => kind)).toEqual([null, 'text'])
    expect((await parse(0.95, 'auto')).map(({ kind }) => kind)).toEqual([null])
    expect((await parse(0.5, 'page')).map(({ kind }) => kind)).toEqual([null])
  })
})
