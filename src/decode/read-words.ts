// What a decoded line says, word by word, and how sure the target was of each.
import type { ReadWord } from '../model/reading.ts'
import type { Tokenizer } from '../seams/verifier.ts'
import type { Decoded } from './decoding.ts'
import { EmittedText } from './emitted-text.ts'

/**
 * The words of a reading; a word's confidence is the product of the probabilities of the tokens that wrote it.
 * A token that writes parts of two words counts for both.
 */
export function readWords({ ids, logprobs, ended }: Decoded, tokenizer: Tokenizer): ReadWord[] {
  const written = new EmittedText(tokenizer)
  const words: { text: string, logprob: number }[] = []
  let inWord = false
  let waiting = 0
  for (const [i, id] of (ended === 'stop' ? ids.slice(0, -1) : ids).entries()) {
    const text = written.append([id])
    waiting += logprobs[i] ?? 0
    if (text === '') continue
    for (const [n, part] of text.split(/\s+/).entries()) {
      if (n > 0) inWord = false
      if (part === '') continue
      const open = inWord ? words.at(-1) : undefined
      if (open === undefined) words.push({ text: part, logprob: waiting })
      else { open.text += part; open.logprob += waiting }
      inWord = true
    }
    waiting = 0
  }
  return words.map(({ text, logprob }) => ({ text, confidence: Math.min(1, Math.exp(logprob)) }))
}
