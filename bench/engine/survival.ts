// Many pages through servers that fail now and then: is every page accounted for, and does nothing leak?
import { setTimeout as sleep } from 'node:timers/promises'
import { createAlignedDrafter } from '../../src/decode/drafter.ts'
import { speculate } from '../../src/decode/speculate.ts'
import { DIALECTS, startEngine } from './engine-server.ts'
import { type Fault, FAULTS } from './faults.ts'
import { mix, pieceTokenizer, reciter } from './toy-language.ts'
import { numberedPicture, servedToy, toyHttpVerifier } from './toy-verifier.ts'

/** Share of requests that a fault befalls. */
const FAULT_SHARE = 0.05
/** Sequences of a page, and pages in flight. */
const REGIONS = 3
const IN_FLIGHT = 8
/** So short that hanging requests do not dominate the run, milliseconds; and so few attempts that some pages do fail. */
const TIMEOUT = 1_000
const ATTEMPTS = 2
/** Pages after which memory has settled, share of all. */
const WARM = 0.3

export interface Survival {
  readonly pages: number
  /** Pages whose regions all are either just what the model says, or failed with a code. */
  readonly accounted: number
  /** Pages with a region that failed. */
  readonly failed: number
  readonly faults: number
  readonly unhandled: number
  /** Megabytes from 30% of the run to its end, smallest of the readings around each. */
  readonly rssGrowthMb: number
  /** Milliseconds from an abort, in the middle of requests that hang, until everything has stopped. */
  readonly abortMs: number
}

const WORDS = ['the', 'abc', 'cab', 'bcb', 'aé', '漢', 'b.', 'ca']
const textOf = (image: number): string => Array.from({ length: 3 + image % 6 }, (_, i) => WORDS[mix([image, i]) % WORDS.length]?.replace('the', 'a') ?? '').join(' ')
/** The text with an error in it, now and then. */
const draftOf = (image: number): string => image % 3 === 0 ? textOf(image) : textOf(image).replace(/b/, image % 2 === 0 ? 'c' : '')

export async function survive(pages: number, signal: AbortSignal): Promise<Survival> {
  let [requests, faults, unhandled, accounted, failed] = [0, 0, 0, 0, 0]
  const onUnhandled = (): void => { unhandled++ }
  process.on('unhandledRejection', onUnhandled)
  const fault = (): Fault | null => {
    const hash = mix([requests++])
    const befalls = hash % 1000 < FAULT_SHARE * 1000 ? FAULTS[(hash >>> 12) % FAULTS.length] ?? null : null
    if (befalls !== null) faults++
    return befalls
  }
  const servers = await Promise.all(DIALECTS.map((dialect) => startEngine({ dialect, model: reciter(pieceTokenizer, textOf), fault })))
  const verifiers = DIALECTS.map((dialect, i) => toyHttpVerifier(dialect, [servers[i]?.url ?? ''], servedToy(pieceTokenizer, 200), { timeoutMs: TIMEOUT, attempts: ATTEMPTS }))
  const memory: number[] = []
  let next = 0
  const readPages = async (): Promise<void> => {
    while (next < pages) {
      const page = next++
      const verifier = verifiers[page % verifiers.length]
      if (verifier === undefined) return
      const images = Array.from({ length: REGIONS }, (_, r) => page * REGIONS + r)
      const { decoded } = await speculate(verifier, images.map((image) => ({ input: numberedPicture(image), draft: { text: draftOf(image), confidence: 1 } })), { drafter: createAlignedDrafter(), signal })
      if (decoded.length === REGIONS && decoded.every(({ text, error }, r) => error === null ? text === textOf(images[r] ?? 0) : error.code === 'VERIFIER_FAILED')) accounted++
      if (decoded.some(({ error }) => error !== null)) failed++
      memory.push(process.memoryUsage().rss)
    }
  }
  try {
    await Promise.all(Array.from({ length: IN_FLIGHT }, readPages))
    const lowest = (from: number, to: number): number => Math.min(...memory.slice(Math.floor(from * memory.length), Math.ceil(to * memory.length)))
    const rssGrowthMb = Math.round((lowest(0.9, 1) - lowest(WARM, WARM + 0.1)) / 2 ** 20 * 10) / 10
    return { pages, accounted, failed, faults, unhandled, rssGrowthMb, abortMs: await timeAbort() }
  } finally {
    process.off('unhandledRejection', onUnhandled)
    await Promise.all([...verifiers.map((verifier) => verifier.dispose()), ...servers.map((server) => server.close())])
  }
}

async function timeAbort(): Promise<number> {
  const server = await startEngine({ dialect: 'vllm-chat', model: reciter(pieceTokenizer, textOf), fault: () => 'hang' })
  const verifier = toyHttpVerifier('vllm-chat', [server.url], servedToy(pieceTokenizer, 200))
  const stop = new AbortController()
  const inputs = Array.from({ length: 64 }, (_, i) => ({ input: numberedPicture(i), draft: null }))
  const running = speculate(verifier, inputs, { drafter: createAlignedDrafter(), signal: stop.signal }).then(() => undefined, () => undefined)
  await sleep(300)
  const start = performance.now()
  stop.abort()
  await running
  const elapsed = performance.now() - start
  await verifier.dispose()
  await server.close()
  return Math.round(elapsed)
}
