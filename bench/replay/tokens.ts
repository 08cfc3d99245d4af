// The tokenizer of the replay benchmarks: cl100k_base, a real subword vocabulary.
import { decode, encode } from 'gpt-tokenizer/encoding/cl100k_base'
import type { Tokenizer } from '../../src/seams/verifier.ts'

/** No token of cl100k_base has this id. */
export const STOP = 200_000

export const tokenizer: Tokenizer = {
  vocabularySize: STOP + 1,
  // Text that looks like a special token is text.
  encode: (text) => Int32Array.from(encode(text, { disallowedSpecial: new Set() })),
  decode: (ids) => decode(Array.from(ids).filter((id) => id !== STOP)),
}
