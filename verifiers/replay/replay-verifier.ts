// Plays recorded outputs as if a target had produced them: for studies of the algorithm, and for targets that are too
// large for the machine. Every figure from it must be labelled `replay`.
import type { TokenTree } from '../../src/model/tokens.ts'
import type { CostModel, Sequence, Tokenizer, Verdict, Verifier, VerifyInput, VerifyStep } from '../../src/seams/verifier.ts'

/** Says nothing that a draft could contain: what the target would say off the recorded path is not known. */
const UNKNOWN = -1

export interface ReplayOptions {
  readonly tokenizer: Tokenizer
  /** Ends every recorded output. */
  readonly stopId: number
  /** The recorded output for an input, without the stop token. */
  readonly recorded: (input: VerifyInput) => Int32Array
  readonly maxBatch: number
  /** Most draft nodes per sequence and forward. */
  readonly budget: number
  readonly costModel: CostModel | null
}

interface Playing {
  readonly recorded: Int32Array
  position: number
}

export function createReplayVerifier({ tokenizer, stopId, recorded, maxBatch, budget, costModel }: ReplayOptions): Verifier {
  const open = new Map<number, Playing>()
  let lastId = 0
  return {
    id: 'replay',
    tokenizer,
    profile: { name: 'replay', unit: 'page', format: null, stopIds: [stopId], maxTokens: 1_000_000, maxAspect: null, alphabet: null, trust: null },
    capabilities: { maxBatch, lockstep: true, trees: true, maxDraftTokens: budget, costModel },
    open: (inputs) => Promise.resolve(inputs.map((input): Sequence => {
      open.set(++lastId, { recorded: recorded(input), position: 0 })
      return { id: lastId, ownDraft: null }
    })),
    verify: (steps: readonly VerifyStep[]) => Promise.resolve(steps.map(({ sequence, draft }) => verdictOf(playing(open, sequence), draft, stopId))),
    commit: (sequence, path) => { playing(open, sequence).position += path.length + 1 },
    close: ({ id }) => { open.delete(id) },
    dispose: () => Promise.resolve(),
  }
}

function playing(open: ReadonlyMap<number, Playing>, { id }: Sequence): Playing {
  const found = open.get(id)
  if (found === undefined) throw new RangeError(`sequence ${id} is not open`)
  return found
}

function verdictOf({ recorded, position }: Playing, draft: TokenTree, stopId: number): Verdict {
  const at = (offset: number): number => recorded[position + offset] ?? stopId
  // Depth of each node on the recorded path, 0 = the root; null = off the path.
  const depths: (number | null)[] = [0]
  draft.ids.forEach((id, node) => {
    const parent = depths[(draft.parents[node] ?? -1) + 1] ?? null
    depths.push(parent !== null && position + parent < recorded.length && id === at(parent) ? parent + 1 : null)
  })
  return {
    k: 2,
    ids: Int32Array.from(depths.flatMap((depth) => [depth === null ? UNKNOWN : at(depth), UNKNOWN])),
    logprobs: Float32Array.from(depths.flatMap(() => [0, -Infinity])),
  }
}
