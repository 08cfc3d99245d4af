// How much of the processor the decode core itself takes: the main thread's profile while a model verifies elsewhere.
import { Session } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../built.ts'

/** Microseconds between samples. */
const INTERVAL = 250

export interface CoreProfile {
  /** Milliseconds in which the decode core ran, and whatever it called. */
  readonly coreMs: number
  /** Functions of the core with what they call outside of it, hottest first. */
  readonly hottest: readonly { readonly name: string, readonly ms: number }[]
}

/** Profiles the main thread while `work` runs, and adds that to `profiles`. */
export async function profileCore<T>(work: () => Promise<T>, profiles: CoreProfile[]): Promise<T> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL })
    await session.post('Profiler.start')
    const result = await work()
    const { profile } = await session.post('Profiler.stop')
    profiles.push(coreShare(profile as Profile))
    return result
  } finally {
    session.disconnect()
  }
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number, readonly children?: readonly number[]
    readonly callFrame: { readonly functionName: string, readonly url: string, readonly lineNumber: number }
  }[]
  readonly samples?: readonly number[]
  readonly timeDeltas?: readonly number[]
}

/** A sample counts for the innermost function of src/ below which it was taken; what verifiers do is not the core's. */
function coreShare({ nodes, samples = [], timeDeltas = [] }: Profile): CoreProfile {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const owners = new Map<number, string | null>()
  const root = fileURLToPath(ROOT)
  const visit = (id: number, inherited: string | null): void => {
    const node = byId.get(id)
    if (node === undefined) return
    const { functionName, url } = node.callFrame
    const file = (url.startsWith('file:') ? fileURLToPath(url) : url).replace(root, '')
    const owner = /^(?:dist\/)?verifiers\//.test(file) ? null
      : /^(?:dist\/)?src\/decode\//.test(file) ? `${functionName === '' ? '(anonymous)' : functionName} (${file.replace(/^.*\//, '')})` : inherited
    owners.set(id, owner)
    for (const child of node.children ?? []) visit(child, owner)
  }
  const first = nodes[0]
  if (first !== undefined) visit(first.id, null)
  const spent = new Map<string, number>()
  samples.forEach((id, i) => {
    const owner = owners.get(id) ?? null
    if (owner !== null) spent.set(owner, (spent.get(owner) ?? 0) + (timeDeltas[i] ?? 0) / 1000)
  })
  const hottest = [...spent].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms)
  return { coreMs: hottest.reduce((sum, { ms }) => sum + ms, 0), hottest }
}
