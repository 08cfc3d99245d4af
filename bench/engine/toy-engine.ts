// The engine behind the dialects: prompts to tokens, a prefix cache, scores of a prompt's tokens, greedy decoding.
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Traits } from './faults.ts'
import { greedy, mix, type Scored, type ToyModel } from './toy-language.ts'

/** Tokens per block of the prefix cache. */
const BLOCK = 4

export interface Conversation {
  /** Which picture, as the model knows it. */
  readonly image: number
  readonly imageHash: string
  /** Marks, image tokens and the question. */
  readonly base: readonly number[]
  /** What the assistant has said so far. */
  readonly said: readonly number[]
}

/** One prompt position: the token there, and what the model would have said; null = not known any more. */
export interface Position {
  readonly own: number
  readonly top: readonly Scored[]
  readonly ownLogprob: number
}

export class ToyEngine {
  readonly model: ToyModel
  readonly traits: Traits
  /** Counted over all requests: assistant tokens received, prompt tokens not found in the cache, tokens decoded. */
  readonly counts = { received: 0, computed: 0, decoded: 0 }
  readonly #blocks = new Set<number>()

  constructor(model: ToyModel, traits: Traits) {
    this.model = model
    this.traits = traits
  }

  /** Reads a picture's number from its pixels: lossy encoding would change it. */
  async picture(url: string): Promise<{ readonly image: number, readonly imageHash: string, readonly tokens: number }> {
    const png = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
    const { data, info } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true })
    const image = [...data.subarray(0, 3)].reduce((sum, value, i) => sum + value * 256 ** i, 0)
    return { image, imageHash: createHash('sha256').update(png).digest('hex').slice(0, 16), tokens: 2 + info.width % 3 }
  }

  baseOf(question: string, imageTokens: number): number[] {
    const { tokenizer } = this.model
    return [tokenizer.special('<user>'), ...new Array<number>(imageTokens).fill(tokenizer.special('<image>')), ...tokenizer.encode(question), tokenizer.special('<assistant>')]
  }

  /** Prompt tokens that are in the cache, and the prompt put there; at least one token is always computed. */
  prefill({ imageHash, base, said }: Conversation, readCache: boolean): number {
    const prompt = [...base, ...said]
    let [hash, cached, hit] = [mix([...imageHash].map((c) => c.charCodeAt(0))), 0, readCache]
    for (let at = 0; at + BLOCK <= prompt.length; at += BLOCK) {
      hash = mix([hash, ...prompt.slice(at, at + BLOCK)])
      hit &&= this.#blocks.has(hash) && at + BLOCK < prompt.length
      if (hit) cached = at + BLOCK
      this.#blocks.add(hash)
    }
    // A long run must not grow without end.
    if (this.#blocks.size > 50_000) this.#blocks.clear()
    this.counts.received += said.length
    this.counts.computed += prompt.length - cached
    return cached
  }

  /** What the model would have said at each assistant token of the prompt. */
  positions({ image, said }: Conversation): Position[] {
    return said.map((own, i) => {
      const top = this.#listed(this.model.scores(image, said.slice(0, i)))
      return { own, top, ownLogprob: top.find(({ id }) => id === own)?.logprob ?? -9 - own % 7 }
    })
  }

  /** Greedy tokens, each with what was likely there. */
  decode({ image, said }: Conversation, limit: number): { readonly id: number, readonly top: readonly Scored[] }[] {
    const ids = greedy(this.model, image, said, limit)
    this.counts.decoded += ids.length
    return ids.map((id, i) => ({ id, top: this.#listed(this.model.scores(image, [...said, ...ids.slice(0, i)])) }))
  }

  /** With the trait, tied tokens in the order in which the wrong one comes first. */
  #listed(scores: readonly Scored[]): readonly Scored[] {
    const [first, second, ...rest] = scores
    return this.traits.ties && first !== undefined && second !== undefined && first.logprob === second.logprob ? [second, first, ...rest] : scores
  }
}
