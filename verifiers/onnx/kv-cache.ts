// Keys and values of all open sequences, owned by JavaScript in the layout that the graph reads, so that a forward
// copies nothing: sequence `slot` is row `slot` of every past tensor.

/** Capacities are multiples of so many positions: fewer tensor shapes, fewer copies. Small ones (lines) are cheap to copy, so they fit more closely. */
const CAPACITY_STEP = 64
const SMALL_STEP = 32
/**
 * Room that is made beyond what is needed, as a share of it. Growing copies the whole cache, so it must be rare where the
 * cache is large; but every forward reads the empty positions too.
 */
const HEADROOM = 1 / 16
/** A cache of which so much suffices is made smaller. */
const FITS = 3 / 4
/** Memory and slots of more than so many times what is needed are given back; less is kept, for the next ones to open. */
const SPARE = 4
/** So much memory is never given back, bytes: what is allocated anew for every page keeps the garbage collector busy beside the forwards. */
const KEPT = 2 ** 25

export interface CacheShape {
  readonly layers: number
  readonly heads: number
  readonly headDim: number
}

/** New keys or values, `[batch, heads, positions, headDim]`: of all layers, first keys then values, as the graph lists them. */
export interface NewEntries {
  readonly positions: number
  /** `[2 * layers]` */
  readonly tensors: readonly Float32Array[]
}

export class KvCache {
  readonly #shape: CacheShape
  /** `[2 * layers]`: key and value of each layer, `[slots, heads, capacity, headDim]`. */
  #tensors: Float32Array[]
  #capacity = SMALL_STEP
  #slots = 1
  /** Filled positions of each used slot. */
  readonly #lengths: number[] = []
  /** Used slots whose sequence has gone: the next one to open takes it, so that mostly nothing has to be moved. */
  #free: number[] = []

  constructor(shape: CacheShape) {
    this.#shape = shape
    this.#tensors = this.#allocate()
  }

  get used(): number {
    return this.#lengths.length
  }

  /** Positions that a past tensor has room for. */
  get capacity(): number {
    return this.#capacity
  }

  lengthOf(slot: number): number {
    return this.#lengths[slot] ?? 0
  }

  /** Past tensors of the used slots, `[used, heads, capacity, headDim]` each; views, not copies. */
  past(): Float32Array[] {
    return this.#tensors.map((tensor) => tensor.subarray(0, this.used * this.#rowSize()))
  }

  /** Opens a slot and returns its number. */
  add(): number {
    const free = this.#free.pop()
    if (free !== undefined) return free
    if (this.used === this.#slots) this.#resize(this.#slots * 2, this.#capacity)
    return this.#lengths.push(0) - 1
  }

  /** Appends the entries at `positions` of row `row` to a slot. */
  append(slot: number, entries: NewEntries, row: number, positions: readonly number[]): void {
    const { heads, headDim } = this.#shape
    const start = this.lengthOf(slot)
    const length = start + positions.length
    if (length > this.#capacity) this.#resize(this.#slots, roomFor(length))
    const runs = contiguousRuns(positions)
    this.#tensors.forEach((target, t) => {
      const source = entries.tensors[t]
      if (source === undefined) throw new RangeError('the graph returned too few cache tensors')
      for (let head = 0; head < heads; head++) {
        const from = (row * heads + head) * entries.positions
        let to = (slot * heads + head) * this.#capacity + start
        for (const { first, count } of runs) {
          target.set(source.subarray((from + first) * headDim, (from + first + count) * headDim), to * headDim)
          to += count
        }
      }
    })
    this.#lengths[slot] = length
  }

  /** Frees a slot. */
  remove(slot: number): void {
    this.#lengths[slot] = 0
    this.#free.push(slot)
  }

  /** Closes the gaps that removed slots left, so that a forward does not read them; returns where slots have moved, old number to new. */
  compact(): ReadonlyMap<number, number> {
    if (this.#free.length === 0) return new Map()
    const gaps = this.#free.sort((a, b) => a - b)
    const moved = new Map<number, number>()
    while (gaps.length > 0) {
      const last = this.used - 1
      const gap = gaps.at(-1) === last ? gaps.pop() : gaps.shift()
      if (gap !== undefined && gap !== last) {
        this.#move(last, gap)
        moved.set(last, gap)
      }
      this.#lengths.pop()
    }
    // The others must not pay for the longest one after it has gone.
    const needed = roomFor(Math.max(0, ...this.#lengths))
    if (needed <= FITS * this.#capacity) this.#resize(this.used * SPARE < this.#slots ? Math.max(1, this.used) : this.#slots, needed)
    return moved
  }

  #move(from: number, to: number): void {
    const { heads, headDim } = this.#shape
    const size = this.lengthOf(from) * headDim
    for (const tensor of this.#tensors) {
      for (let head = 0; head < heads; head++) {
        const start = (from * heads + head) * this.#capacity * headDim
        tensor.copyWithin((to * heads + head) * this.#capacity * headDim, start, start + size)
      }
    }
    this.#lengths[to] = this.lengthOf(from)
  }

  #rowSize(): number {
    return this.#shape.heads * this.#capacity * this.#shape.headDim
  }

  #allocate(): Float32Array[] {
    return Array.from({ length: 2 * this.#shape.layers }, () => new Float32Array(this.#slots * this.#rowSize()))
  }

  /** Lays the cache out anew, in the memory that it has as long as that suffices and most of it is needed. */
  #resize(slots: number, capacity: number): void {
    const { heads, headDim } = this.#shape
    const [old, oldCapacity] = [this.#tensors, this.#capacity]
    this.#slots = slots
    this.#capacity = capacity
    const [needed, there] = [slots * this.#rowSize(), old[0]?.length ?? 0]
    const kept = KEPT / (Float32Array.BYTES_PER_ELEMENT * old.length)
    if (needed > there || there > kept && needed * SPARE < there) this.#tensors = this.#allocate()
    // Rows that move up in their own memory must not run over those that have not moved yet.
    const rows = Array.from({ length: this.used * heads }, (_, row) => row)
    if (capacity > oldCapacity) rows.reverse()
    this.#tensors.forEach((tensor, t) => {
      const source = old[t] ?? tensor
      for (const row of rows) {
        const [from, to] = [row * oldCapacity * headDim, row * capacity * headDim]
        const kept = this.lengthOf(Math.floor(row / heads)) * headDim
        if (source === tensor) tensor.copyWithin(to, from, from + kept)
        else tensor.set(source.subarray(from, from + kept), to)
      }
    })
  }
}

function roomFor(positions: number): number {
  const room = positions * (1 + HEADROOM)
  const step = room <= 2 * CAPACITY_STEP ? SMALL_STEP : CAPACITY_STEP
  return Math.max(1, Math.ceil(room / step)) * step
}

/** Positions that follow one another are copied in one go: an accepted path mostly is such a run. */
function contiguousRuns(positions: readonly number[]): { readonly first: number, readonly count: number }[] {
  const runs: { first: number, count: number }[] = []
  for (const position of positions) {
    const run = runs.at(-1)
    if (run !== undefined && run.first + run.count === position) run.count++
    else runs.push({ first: position, count: 1 })
  }
  return runs
}
