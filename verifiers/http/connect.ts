// From 'vllm:http://host:8000' to a verifier: which model is served, what is known of it, and which route will do.
import { z } from 'zod'
import { asSpecparseError, SpecparseError } from '../../src/errors.ts'
import type { RegionKind } from '../../src/model/region.ts'
import { EMPTY_TREE } from '../../src/model/tokens.ts'
import { GENERAL } from '../profiles/general.ts'
import { findProfile } from '../profiles/index.ts'
import type { VlmProfile } from '../profiles/vlm-profile.ts'
import { characterTokenizer } from './character-tokens.ts'
import { HttpClient, type HttpSettings } from './http-client.ts'
import type { HttpVerifier } from './http-verifier.ts'
import { createHttpVerifier, needsTokens, type ProtocolName } from './protocols.ts'
import { describeModel, type ServedModel } from './served-model.ts'
import { isTokenizerFolder, readTokenizerFolder } from './tokenizer-folder.ts'

/** Verifier ids of this family, and the routes each may use, best first. */
export const ROUTES = {
  vllm: ['vllm-tokens', 'vllm-chat', 'assistant-segments'],
  sglang: ['sglang-generate', 'assistant-segments'],
  openai: ['openai-prediction'],
  segments: ['assistant-segments'],
} as const satisfies Readonly<Record<string, readonly ProtocolName[]>>

export type Family = keyof typeof ROUTES

export interface ConnectOptions {
  readonly family: Family
  /** Base URLs of equal servers, with commas between them. */
  readonly urls: string
  /** Name of the model at the server; null = the only one that it serves. */
  readonly model: string | null
  /** Folder with the model's tokenizer.json; null = the folder that the server names, when it is on this machine. */
  readonly tokenizer: string | null
  readonly settings?: Partial<HttpSettings>
}

const modelsSchema = z.looseObject({ data: z.array(z.looseObject({ id: z.string(), root: z.string().nullish() })) })
/** Side of the blank picture that routes are tried with, pixels: the smallest that every image processor takes. */
const PROBE_SIDE = 112
/** One answer may be lost; a server that warms up takes its time for the first image, milliseconds. */
const PROBE = { attempts: 2, timeoutMs: 60_000 }

/** Environment variable with the key, sent as a bearer token. */
const KEY = 'SPECPARSE_API_KEY'

/**
 * Connects to a server and finds the best route that works.
 * @throws SpecparseError CONFIG_INVALID (a URL or model that cannot be), VERIFIER_UNAVAILABLE (no answer, or no route that is exact), ABORTED
 */
export async function connect({ family, urls, model, tokenizer, settings }: ConnectOptions, signal: AbortSignal): Promise<HttpVerifier> {
  const bases = urls.split(',').map(readUrl)
  const apiKey = process.env[KEY] ?? (family === 'openai' ? process.env['OPENAI_API_KEY'] : undefined) ?? null
  const http: HttpSettings = { urls: bases, apiKey, ...settings }
  const probe = new HttpClient({ ...http, ...PROBE })
  try {
    const served = await findModel(probe, model, signal)
    const profile = findProfile(served.name) ?? findProfile(served.root ?? '') ?? GENERAL
    const described = describe(served, profile, tokenizer, family === 'vllm')
    const { name, refusals } = await findRoute(family, probe, described, profile, signal)
    return createHttpVerifier(`${family}:${served.name}`, name, new HttpClient(http), described.model, refusals)
  } catch (thrown) {
    const error = asSpecparseError(thrown, 'VERIFIER_UNAVAILABLE')
    if (error.code !== 'VERIFIER_FAILED') throw error
    throw new SpecparseError('VERIFIER_UNAVAILABLE', error.message, { retryable: error.retryable, cause: error })
  } finally {
    probe.close()
  }
}

function readUrl(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const shown = text.trim().replace(/\/\/[^/@]*@/, '//')
    throw new SpecparseError('CONFIG_INVALID', `'${shown}' is not the URL of a server, such as http://host:8000`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new SpecparseError('CONFIG_INVALID', `keys do not belong in a server's URL: put them into ${KEY}`)
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/v1$/, '')
}

interface Served {
  readonly name: string
  /** What the name stands for at the server: a folder, or a name on the hub. */
  readonly root: string | null
}

async function findModel(client: HttpClient, wanted: string | null, signal: AbortSignal): Promise<Served> {
  const { data } = await client.get('/v1/models', { schema: modelsSchema, lane: client.pool.lane(), signal })
  const names = data.map(({ id }) => id).slice(0, 10).join(', ')
  if (wanted === null && data.length !== 1) {
    throw new SpecparseError('CONFIG_INVALID', `the server has ${data.length} models: choose one with --model (${names})`)
  }
  const found = data.find(({ id }) => wanted === null || id === wanted)
  if (found === undefined) {
    throw new SpecparseError('CONFIG_INVALID', `the server has no model '${wanted}', but ${names === '' ? 'none' : names}`)
  }
  return { name: found.id, root: found.root ?? null }
}

interface Described {
  readonly model: ServedModel
  readonly hasTokens: boolean
}

function describe({ name, root }: Served, profile: VlmProfile, tokenizer: string | null, isVllm: boolean): Described {
  const folder = tokenizer ?? [root, name].find((place) => place !== null && isTokenizerFolder(place)) ?? null
  // Without one only routes that count in characters are left, and those bring their own end.
  if (folder === null) return { model: describeModel(name, profile, characterTokenizer, [-1], isVllm), hasTokens: false }
  const { tokenizer: read, eosIds } = readTokenizerFolder(folder, profile.keepSpecialTokens)
  return { model: describeModel(name, profile, read, eosIds, isVllm), hasTokens: true }
}

interface Route {
  readonly name: ProtocolName
  /** Why better routes are not used, by their names. */
  readonly refusals: Readonly<Record<string, string>>
}

async function findRoute(family: Family, client: HttpClient, { model, hasTokens }: Described, profile: VlmProfile, signal: AbortSignal): Promise<Route> {
  const penalties = profilePenalties(profile)
  if (penalties !== '' && (family !== 'openai' || profile.sampling(null).ngramBan !== null)) {
    const why = `${profile.id} is decoded with ${penalties}, which log-probabilities do not show`
    throw new SpecparseError('VERIFIER_UNAVAILABLE', `${why}: its output cannot be verified over ${family}`)
  }
  const refusals: Record<string, string> = {}
  const routes: readonly ProtocolName[] = ROUTES[family]
  for (const name of routes) {
    // The last resort is what every chat server can do; when it cannot, the first page says why.
    if (name === routes.at(-1)) return { name, refusals }
    const refusal = needsTokens(name) && !hasTokens ? 'the tokenizer of the model is not known (--tokenizer DIR)'
      : await tryRoute(name, client, model, profile, signal)
    if (refusal === null) return { name, refusals }
    refusals[name] = refusal
  }
  throw new SpecparseError('VERIFIER_UNAVAILABLE', `no route of ${family} can be used`)
}

/** Has one token decoded on a blank picture; null = it worked, otherwise why not. */
async function tryRoute(name: ProtocolName, client: HttpClient, model: ServedModel, { prompts }: VlmProfile, signal: AbortSignal): Promise<string | null> {
  const verifier = createHttpVerifier('probe', name, client, { ...model, profile: { ...model.profile, maxTokens: 1 } })
  const kind = prompts.page === null ? (Object.keys(prompts.regions) as RegionKind[])[0] ?? null : null
  const image = { width: PROBE_SIDE, height: PROBE_SIDE, dpi: 72, data: new Uint8Array(PROBE_SIDE * PROBE_SIDE).fill(255) }
  try {
    const sequences = await verifier.open([{ image, kind }], signal)
    await verifier.verify(sequences.map((sequence) => ({ sequence, draft: EMPTY_TREE })), signal)
    return null
  } catch (thrown) {
    const { code, message } = asSpecparseError(thrown, 'INTERNAL')
    if (code === 'VERIFIER_FAILED') return message
    throw thrown
  }
}

/** What the makers switch on, in words; '' = plain greedy decoding. */
function profilePenalties({ sampling, prompts }: VlmProfile): string {
  const kinds = [null, ...Object.keys(prompts.regions) as RegionKind[]]
  const words = kinds.map(sampling).flatMap(({ repetitionPenalty, presencePenalty, frequencyPenalty, ngramBan }) => [
    ...repetitionPenalty === 1 ? [] : [`repetition penalty ${repetitionPenalty}`],
    ...presencePenalty === 0 ? [] : [`presence penalty ${presencePenalty}`],
    ...frequencyPenalty === 0 ? [] : [`frequency penalty ${frequencyPenalty}`],
    ...ngramBan === null ? [] : [`a ban on repeated ${ngramBan.size}-grams`],
  ])
  return [...new Set(words)].join(', ')
}
