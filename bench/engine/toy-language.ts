// Toy language models for the conformance server: deterministic, and with an opinion on every context, also a senseless
// one. Their tokens come in several tokenizations of one text, so that text sent back can come to other tokens.
import type { Tokenizer } from '../../src/seams/verifier.ts'

export interface Scored {
  readonly id: number
  readonly logprob: number
}

export interface ToyModel {
  readonly tokenizer: SpecialTokenizer
  /** The likeliest tokens after `said`, likeliest first; the first is what it says greedily, also in a tie. */
  scores(image: number, said: readonly number[]): readonly Scored[]
}

/** Marks of a conversation, beyond the text's own tokens. */
export const SPECIALS = ['</s>', '<user>', '<image>', '<assistant>'] as const
type Special = (typeof SPECIALS)[number]

export interface SpecialTokenizer extends Tokenizer {
  /** Id of a mark. */
  special(mark: Special): number
}

/** A tokenizer that reads marks in a text as single tokens, as those of chat models do. */
export function withSpecials(text: Tokenizer): SpecialTokenizer {
  const special = (mark: Special): number => text.vocabularySize + SPECIALS.indexOf(mark)
  const pattern = new RegExp(`(${SPECIALS.join('|')})`)
  return {
    vocabularySize: text.vocabularySize + SPECIALS.length,
    special,
    encode: (whole) => Int32Array.from(whole.split(pattern).flatMap((part) =>
      (SPECIALS as readonly string[]).includes(part) ? [special(part as Special)] : [...text.encode(part)])),
    decode(ids) {
      let [out, run]: [string, number[]] = ['', []]
      for (const id of Array.from(ids)) {
        if (id < text.vocabularySize) run.push(id)
        else [out, run] = [out + text.decode(run) + (SPECIALS[id - text.vocabularySize] ?? ''), []]
      }
      return out + text.decode(run)
    },
  }
}

const PIECES = ['a', 'b', 'c', ' ', 'é', '漢', 'ab', 'bc', 'ca', ' a', ' b', 'abc', 'cab', '\n', '<', '.']

/** Pieces of one to three characters, the longest that fits first; other characters are dropped. */
export const pieceTokenizer: SpecialTokenizer = withSpecials({
  vocabularySize: PIECES.length,
  encode(text) {
    const ids: number[] = []
    for (let at = 0; at < text.length;) {
      const fitting = PIECES.filter((piece) => text.startsWith(piece, at))
      const longest = fitting.reduce((best, piece) => piece.length > best.length ? piece : best, '')
      if (longest !== '') ids.push(PIECES.indexOf(longest))
      at += Math.max(1, longest.length)
    }
    return Int32Array.from(ids)
  },
  decode: (ids) => Array.from(ids, (id) => PIECES[id] ?? '').join(''),
})

/** Shapes of a distribution: sure, unsure without a majority, and two tokens exactly alike. */
const SHAPES: readonly (readonly number[])[] = [[-0.1, -3, -5], [-1.2, -1.5, -2], [-0.75, -0.75, -4]]

/** Tokens after which a babbler has said enough. */
const ENOUGH = 60

/** Babbles: a hash of the image, the last three tokens and the length decides. Often not the tokens its text would have. */
export function babbler(tokenizer: SpecialTokenizer): ToyModel {
  return {
    tokenizer,
    scores(image, said) {
      const hash = mix([...said.slice(-3), image, said.length % 7])
      const words = tokenizer.vocabularySize - SPECIALS.length
      const top = hash % 19 === 0 || said.length >= ENOUGH ? tokenizer.special('</s>') : (hash >>> 5) % words
      const shape = (said.length < ENOUGH ? SHAPES[(hash >>> 3) % 9 % 4] : undefined) ?? SHAPES[0] as readonly number[]
      const others = [1, 2].map((step) => (top + step) % words)
      // As torch.argmax: of equally likely tokens the lowest wins.
      const ids = shape[0] === shape[1] ? [top, others[0] ?? 0].sort((a, b) => a - b).concat(others[1] ?? 0) : [top, ...others]
      return ids.map((id, i) => ({ id, logprob: shape[i] ?? -9 }))
    },
  }
}

/** Characters that decide how a text goes on in tokens. */
const LOOKAHEAD = 40

interface Recital {
  readonly text: string
  readonly ids: readonly number[]
  /** A start after which nothing leads back to the text; whatever goes on from it is off the path as well. */
  lost: readonly number[] | null
}

const startsWith = (ids: readonly number[], start: readonly number[]): boolean => start.length <= ids.length && start.every((id, i) => id === ids[i])

/** Says the recorded text of each image, in the tokens of that text; off the path it finds back to it or babbles. */
export function reciter(tokenizer: SpecialTokenizer, recorded: (image: number) => string): ToyModel {
  const off = babbler(tokenizer)
  const known = new Map<number, Recital>()
  const recitalOf = (image: number): Recital => {
    const text = recorded(image)
    const found = known.get(image) ?? { text, ids: [...tokenizer.encode(text), tokenizer.special('</s>')], lost: null }
    // A long run must not grow without end.
    if (known.size > 200) known.clear()
    known.set(image, found)
    return found
  }
  const nextOf = (recital: Recital, said: readonly number[]): number | null => {
    if (startsWith(recital.ids, said)) return recital.ids[said.length] ?? null
    if (recital.lost !== null && startsWith(said, recital.lost)) return null
    const text = tokenizer.decode(said)
    if (recital.text.startsWith(text)) return tokenizer.encode(recital.text.slice(text.length, text.length + LOOKAHEAD))[0] ?? tokenizer.special('</s>')
    if (text.endsWith('\uFFFD')) return withinCharacter(recital, said, text.replace(/\uFFFD+$/, ''))
    recital.lost = [...said]
    return null
  }
  /** Rare characters have several tokens: the next one of a character that is half said after `whole`. */
  const withinCharacter = ({ text }: Recital, said: readonly number[], whole: string): number | null => {
    if (!text.startsWith(whole)) return null
    const rest = tokenizer.encode(text.slice(whole.length, whole.length + LOOKAHEAD))
    const half = [1, 2, 3].find((count) => said.slice(-count).every((id, i) => id === rest[i]) && tokenizer.decode(said.slice(0, -count)) === whole)
    return half === undefined ? null : rest[half] ?? null
  }
  return {
    tokenizer,
    scores(image, said) {
      const next = nextOf(recitalOf(image), said)
      return next === null ? off.scores(image, said) : [{ id: next, logprob: -0.1 }, { id: next === 0 ? 1 : 0, logprob: -3 }]
    },
  }
}

/** Tokens that a model says greedily after `said`, the stop token included, at most `limit`. */
export function greedy(model: ToyModel, image: number, said: readonly number[], limit: number): number[] {
  const ids = [...said]
  while (ids.length - said.length < limit) {
    const id = model.scores(image, ids)[0]?.id ?? 0
    ids.push(id)
    if (id === model.tokenizer.special('</s>')) break
  }
  return ids.slice(said.length)
}

/** FNV-1a over numbers. */
export function mix(numbers: readonly number[]): number {
  let hash = 2166136261
  for (const number of numbers) hash = Math.imul(hash ^ number, 16777619) >>> 0
  return hash
}
