// What is said of a whole document: statistics, notes, and the comparison with plain decoding.
import { compare } from './decode/compare.ts'
import { addStats, EMPTY_STATS, meanAcceptanceLength, tokensPerForward } from './decode/stats.ts'
import type { ParsedPage, Stats } from './model/document.ts'
import type { Verifier } from './seams/verifier.ts'
import type { LineFate } from './settle.ts'
import type { VerifiedPage } from './verify/verified-page.ts'

/** Statistics of all pages; `verifier` null: no comparison with plain decoding. */
export async function documentStats(
  results: readonly VerifiedPage[], seconds: Stats['seconds'], verifier: Verifier | null, signal: AbortSignal, tolerance: number,
): Promise<Stats> {
  const decode = results.reduce((sum, result) => addStats(sum, result.decode), EMPTY_STATS)
  const lines = countFates(results)
  const inputs = results.flatMap((result) => result.inputs)
  // pages are drafted side by side: their seconds together can be more than the clock's
  const find = Math.min(seconds.draft, results.reduce((sum, { findSeconds = 0 }) => sum + findSeconds, 0))
  return {
    pages: results.length,
    seconds,
    decode,
    tokensPerForward: tokensPerForward(decode),
    meanAcceptanceLength: meanAcceptanceLength(decode),
    lines: {
      total: results.reduce((all, { fates }) => all + fates.length, 0),
      verified: lines.accepted + lines.corrected + lines.kept,
      accepted: lines.accepted, corrected: lines.corrected, kept: lines.kept,
    },
    comparison: verifier === null || inputs.length === 0 ? null : await compare(verifier, inputs, { find, draft: seconds.draft - find }, signal, tolerance),
  }
}

/** Sentences that a reader of the result should see: where the verifier was not used, and why. */
export function documentNotes(results: readonly VerifiedPage[], verifier: Verifier | null, languages: readonly string[]): string[] {
  const verifierId = verifier?.id ?? null
  const { accepted, corrected, kept, unreadable, failed } = countFates(results)
  const verified = accepted + corrected + kept
  const notes = pageNotes(results)
  const auto = languages.includes('auto')
  // a source that told the language has said already which one is missing
  const unread = results.flatMap((result) => isHardlyRead(result.page) && !(auto && (result.notes ?? []).length > 0) ? [result.page.number] : [])
  if (unread.length > 0) {
    notes.push(`${pagesCalled(unread)}: hardly readable; in another language than ${auto ? 'those that are installed' : languages.join(', ')}? See option languages (--lang)`)
  }
  if (kept > 0) {
    notes.push(`${verifierId} verified ${verified} lines: ${accepted} as drafted, ${corrected} corrected; `
      + `${kept} kept as drafted; the notes of their blocks say why`)
  }
  if (unreadable > 0) notes.push(`${unreadable} lines were not verified: ${verifierId} cannot read such lines (script, rotation or size)`)
  if (failed > 0) notes.push(`${failed} lines are unverified drafts because ${verifierId} failed; see failures`)
  const nothing = nothingWritten(results.map(({ page }) => page))
  if (nothing !== null) notes.push(nothing)
  if (verifier?.capabilities.invariant === false) {
    notes.push(`${verifierId} is quantized so that its numbers change with how much it is asked at once: the output may differ from its plain decoding`)
  }
  return notes
}

/** What draft sources say of pages, once for all pages that it is said of. */
function pageNotes(results: readonly VerifiedPage[]): string[] {
  const pages = new Map<string, number[]>()
  for (const { page, notes = [] } of results) for (const note of notes) pages.set(note, [...pages.get(note) ?? [], page.number])
  return [...pages].map(([note, numbers]) => `${pagesCalled(numbers)}: ${note}`)
}

/** Of the nine page pictures of OmniDocBench in the development set, those that are read in the wrong script have 0.17 to 0.39, the others 0.91 and more. */
const HARDLY_READ = 0.5

/** True when what was read is more likely wrong than right, letter by letter. */
function isHardlyRead({ blocks }: ParsedPage): boolean {
  const characters = blocks.reduce((sum, { text }) => sum + text.length, 0)
  return blocks.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0) < HARDLY_READ * characters
}

/** 'pages 1-3, 7' of ascending numbers. */
function pagesCalled(numbers: readonly number[]): string {
  const runs: { from: number, to: number }[] = []
  for (const number of numbers) {
    const run = runs.at(-1)
    if (run !== undefined && number === run.to + 1) run.to = number
    else runs.push({ from: number, to: number })
  }
  return `${numbers.length === 1 ? 'page' : 'pages'} ${runs.map(({ from, to }) => from === to ? String(from) : `${from}-${to}`).join(', ')}`
}

/** Why the Markdown is empty though pages were read; null when it is not. */
function nothingWritten(pages: readonly ParsedPage[]): string | null {
  const read = pages.filter(({ failures }) => failures.length === 0)
  if (read.length === 0 || pages.some(({ markdown }) => markdown !== '')) return null
  const blocks = read.flatMap((page) => page.blocks)
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
  const where = counted(read.length, 'page')
  if (blocks.length === 0) return `nothing is written: nothing was found on ${where}`
  const pictures = blocks.filter(({ kind }) => kind === 'picture').length
  return `nothing is written: ${where} with ${counted(pictures, 'picture')} and ${counted(blocks.length - pictures, 'running line')}, which Markdown leaves out`
}

function countFates(results: readonly VerifiedPage[]): Record<LineFate, number> {
  const counts = { drafted: 0, unreadable: 0, accepted: 0, corrected: 0, kept: 0, failed: 0 }
  for (const { fates } of results) for (const fate of fates) counts[fate]++
  return counts
}
