// Tokens for routes that give text only: every character is one. What such an engine says can then be compared with a
// draft place by place, whatever its own tokens are.
import type { Tokenizer } from '../../src/seams/verifier.ts'
import { certainRow, type Row } from './row.ts'
import type { ServedModel } from './served-model.ts'

/** Beyond the last code point: the end of the text. */
const END = 0x110000
/** Characters that a token of the model may have, to carry its token limit over. */
const CHARACTERS_PER_TOKEN = 8

export const characterTokenizer: Tokenizer = {
  vocabularySize: END + 1,
  encode: (text) => Int32Array.from(text, (character) => character.codePointAt(0) ?? 0),
  decode(ids) {
    let text = ''
    for (const id of Array.from(ids)) if (id < END) text += String.fromCodePoint(id)
    return text
  },
}

/** The model as text routes see it: characters for tokens, and no certainty to report. */
export function inCharacters(model: ServedModel): ServedModel {
  const { profile } = model
  return {
    ...model, tokenizer: characterTokenizer,
    profile: { ...profile, stopIds: [END], maxTokens: profile.maxTokens * CHARACTERS_PER_TOKEN },
  }
}

/** What the engine wrote, as rows; `ended` = it stopped by itself. */
export function textRows(text: string, ended: boolean): Row[] {
  return [...characterTokenizer.encode(text), ...ended ? [END] : []].map(certainRow)
}
