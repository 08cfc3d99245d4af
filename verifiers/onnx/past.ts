// Keys and values of one sequence, as public exports keep them: a forward returns the whole cache, longer by its tokens; or
// it writes them into the room that the cache has left, and nothing is copied.
import * as ort from 'onnxruntime-node'

type CacheInput = ort.InferenceSession.TensorValueMetadata
type Values = Float32Array | Uint16Array

export interface Past {
  /** Tokens in the cache. */
  readonly length: number
  /** Tokens that there is room for; what lies behind `length` means nothing. */
  readonly room: number
  /** By the name of the graph's input, `[heads, room, size]`; the encoder's side of an encoder-decoder has tokens of its own. */
  readonly tensors: ReadonlyMap<string, Values>
}

/** The encoder's keys and values do not grow: they stay what the first forward made them. */
const isFixed = (name: string): boolean => name.includes('.encoder.')

/** What a forward left of one row: `before`, and the new entries at `tokens`, which count from the start of the returned cache. */
export function pastOf(
  outputs: ort.InferenceSession.OnnxValueMapType, inputs: readonly CacheInput[],
  { row, before, tokens }: { readonly row: number, readonly before: Past | null, readonly tokens: readonly number[] },
): Past {
  const kept = before?.length ?? 0
  const tensors = inputs.map(({ name }): [string, Values] => {
    const fixed = isFixed(name) ? before?.tensors.get(name) : undefined
    if (fixed !== undefined) return [name, fixed]
    const output = outputs[name.replace('past_key_values', 'present')]
    if (output === undefined) throw new RangeError(`the decoder returned no ${name.replace('past_key_values', 'present')}`)
    const [, heads = 0, length = 0, size = 0] = output.dims
    const data = (output.data as Values).subarray(row * heads * length * size, (row + 1) * heads * length * size)
    const places = isFixed(name) ? Array.from({ length }, (_, i) => i) : [...Array.from({ length: kept }, (_, i) => i), ...tokens]
    return [name, pick(data, { heads, length, size }, places)]
  })
  return { length: kept + tokens.length, room: kept + tokens.length, tensors: new Map(tensors) }
}

/** The pasts of a batch as the graph's inputs, padded on the right to `width` tokens; null rows have nothing cached. */
export function joinPasts(pasts: readonly (Past | null)[], width: number, inputs: readonly CacheInput[]): Record<string, ort.Tensor> {
  return Object.fromEntries(inputs.map(({ name, type, shape }) => {
    const [heads, size] = [Number(shape[1]), Number(shape[3])]
    const own = pasts[0]?.tensors.get(name)
    const length = isFixed(name) ? (own?.length ?? 0) / (heads * size) : width
    const make = (values: Values): ort.Tensor =>
      values instanceof Uint16Array ? new ort.Tensor('float16', values, [pasts.length, heads, length, size])
        : new ort.Tensor('float32', values, [pasts.length, heads, length, size])
    if (pasts.length === 1 && own !== undefined && (isFixed(name) || pasts[0]?.room === width)) return [name, make(own)]
    const joined = type === 'float16' ? new Uint16Array(pasts.length * heads * length * size) : new Float32Array(pasts.length * heads * length * size)
    pasts.forEach((past, row) => {
      const values = past?.tensors.get(name)
      if (past === null || values === undefined) return
      for (let head = 0; head < heads; head++) {
        joined.set(values.subarray(head * past.room * size, (head * past.room + past.length) * size), (row * heads + head) * length * size)
      }
    })
    return [name, make(joined)]
  }))
}

/** Room is made in such steps of tokens, and for this share more than is needed: making it copies the cache. */
const ROOM_STEP = 64
const HEADROOM = 1 / 8

/** The cache with room for `tokens` more: itself, or a copy where there is too little. */
export function withRoom(past: Past, tokens: number, inputs: readonly CacheInput[]): Past {
  const needed = past.length + tokens
  if (needed <= past.room) return past
  const room = Math.ceil(needed * (1 + HEADROOM) / ROOM_STEP) * ROOM_STEP
  const grown = joinPasts([past], room, inputs)
  return { length: past.length, room, tensors: new Map(inputs.map(({ name }) => [name, grown[name]?.data as Values])) }
}

/** The cache with what a forward wrote at `places`, rising, behind its end; in place, so `past` is not to be used again. */
export function keepWritten(past: Past, places: readonly number[], inputs: readonly CacheInput[]): Past {
  for (const { name, shape } of inputs) {
    const [heads, size] = [Number(shape[1]), Number(shape[3])]
    for (let head = 0; head < heads; head++) {
      places.forEach((place, i) => {
        const [to, from] = [past.length + i, place].map((at) => (head * past.room + at) * size) as [number, number]
        if (from !== to) past.tensors.get(name)?.copyWithin(to, from, from + size)
      })
    }
  }
  return { ...past, length: past.length + places.length }
}

/** Copies the entries at `places`, runs of neighbours at once; all of them are the data itself, as after every plain step. */
function pick(data: Values, { heads, length, size }: { heads: number, length: number, size: number }, places: readonly number[]): Values {
  if (places.length === length && places.every((place, i) => place === i)) return data
  const picked = data instanceof Uint16Array ? new Uint16Array(heads * places.length * size) : new Float32Array(heads * places.length * size)
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < places.length;) {
      let run = 1
      while (i + run < places.length && places[i + run] === (places[i] ?? 0) + run) run++
      const from = (head * length + (places[i] ?? 0)) * size
      picked.set(data.subarray(from, from + run * size), (head * places.length + i) * size)
      i += run
    }
  }
  return picked
}
