// Prompt lookup decoding (PLD): the last n emitted tokens are searched in draft and own output, longest n first; what
// followed there is proposed. Source: github.com/apoorvumang/prompt-lookup-decoding (max_ngram_size 3); also vLLM's "ngram".
import type { DrafterFactory } from '../../src/decode/drafter.ts'
import { linearTree } from '../../src/model/tokens.ts'

const MAX_NGRAM = 3

export const promptLookup: DrafterFactory = ([draft = ''], tokenizer) => {
  const context = [...tokenizer.encode(draft)]
  return {
    propose(emitted, { nodes, depth }) {
      const text = [...context, ...emitted]
      for (let n = Math.min(MAX_NGRAM, emitted.length); n >= 1; n--) {
        const ngram = text.slice(-n)
        // The first match, as the original does; never the end of the text itself.
        for (let at = 0; at + n < text.length; at++) {
          if (ngram.every((id, i) => text[at + i] === id)) return linearTree(Int32Array.from(text.slice(at + n, at + n + Math.min(nodes, depth))))
        }
      }
      return linearTree(new Int32Array(0))
    },
    observe: () => undefined,
  }
}
