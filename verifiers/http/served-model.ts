// The model behind a server, as this family needs it: its name there, how it is asked, and its tokens.
import type { RegionKind } from '../../src/model/region.ts'
import type { ModelProfile, Tokenizer } from '../../src/seams/verifier.ts'
import type { Prompt } from './protocol.ts'
import { certainRow, type Row } from './row.ts'

export interface ServedModel {
  /** What the server calls it. */
  readonly name: string
  readonly tokenizer: Tokenizer
  readonly profile: ModelProfile
  readonly prompt: (kind: RegionKind | null) => Prompt
  /** The whole conversation as the model's chat template writes it, with one placeholder for the image; null = not known. */
  readonly template: ((prompt: Prompt) => string) | null
}

/** Chat messages as OpenAI-style routes take them; `answer` is what the assistant has said so far. */
export function chatMessages({ system, text }: Prompt, imageUrl: string, answer: string | null): object[] {
  return [
    ...system === null ? [] : [{ role: 'system', content: system }],
    { role: 'user', content: [{ type: 'image_url', image_url: { url: imageUrl } }, ...text === '' ? [] : [{ type: 'text', text }]] },
    ...answer === null ? [] : [{ role: 'assistant', content: answer }],
  ]
}

/**
 * Rows of a plain generation that the engine says has ended: engines may leave the stop token out, or end with one that
 * the profile does not list.
 */
export function endedRows(rows: readonly Row[], stopIds: readonly number[], stoppedBy: number | null): Row[] {
  const last = rows.at(-1)
  if (last !== undefined && stopIds.includes(last.ids[0])) return [...rows]
  const said = last !== undefined && last.ids[0] === stoppedBy ? rows.slice(0, -1) : rows
  return [...said, certainRow(stopIds[0] ?? -1)]
}

/** The leading tokens that two lists share. */
export function commonLength(a: readonly number[], b: readonly number[]): number {
  const end = Math.min(a.length, b.length)
  for (let i = 0; i < end; i++) if (a[i] !== b[i]) return i
  return end
}
