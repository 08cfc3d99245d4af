// A drafted block and what the target has written about it: the block that goes out.
import type { Decoded } from '../decode/decoding.ts'
import type { Acceptance, Block, DecodeStats } from '../model/document.ts'
import { roundConfidence } from '../settle.ts'
import type { WrittenBlock } from '../seams/output-format.ts'

/** Why a reading cannot be used; null = it can. */
export function brokenReading({ ended, error }: Pick<Decoded, 'ended' | 'error'>, verifierId: string): string | null {
  switch (ended) {
    case 'stop': return null
    case 'length': return `kept as drafted: ${verifierId} ran into its token limit`
    case 'loop': return `kept as drafted: ${verifierId} repeated itself without end`
    case 'failed': return `not verified: ${error?.message ?? `${verifierId} failed`}`
  }
}

/** The draft as it is, with the reason. */
export function keptBlock(block: Block, { ended }: Pick<Decoded, 'ended'>, note: string): Block {
  return { ...block, provenance: ended === 'failed' ? 'failed' : 'unverified', note }
}

/** The target's reading in place of the draft; it says of no single word how sure it is, so there is none to review. */
export function settledBlock(block: Block, written: WrittenBlock, confidence: number, acceptance: Acceptance | null): Block {
  return {
    ...block,
    kind: written.kind, level: written.level, text: written.text, markdown: written.markdown,
    table: written.table === null ? null : { ...written.table, cells: written.table.cells.map((cell) => ({ ...cell, box: cellBox(block, cell) })) },
    confidence: roundConfidence(confidence), review: [], acceptance, note: null,
    provenance: squeezed(block.text) === squeezed(written.text) ? 'accepted' : 'corrected',
  }
}

/** Formats say nothing of where a cell stands: the drafted cell at the same place, else the block. */
function cellBox(block: Block, { row, column }: { readonly row: number, readonly column: number }): Block['box'] {
  return block.table?.cells.find((cell) => cell.row === row && cell.column === column)?.box ?? block.box
}

/** A text without its spaces and line breaks, which are the format's business. */
export function squeezed(text: string): string {
  return text.replace(/\s+/g, '')
}

/** What a block may say of its decoding. */
export function acceptanceOf({ numDraftTokens, numAcceptedTokens, tokens, steps }: DecodeStats): Acceptance {
  return { draftTokens: numDraftTokens, acceptedTokens: numAcceptedTokens, tokens, steps }
}
