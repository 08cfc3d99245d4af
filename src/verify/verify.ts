// Verification of a drafted page, by what the target reads: lines, regions or the whole page.
import { type Config, resolveScope } from '../config.ts'
import type { Scheduler } from '../decode/scheduler.ts'
import type { VerifiedPage } from './verified-page.ts'
import { verifyLines } from './verify-lines.ts'
import { verifyRegions } from './verify-regions.ts'
import { verifyWhole } from './verify-whole.ts'
import type { Drafted } from './worth-verifying.ts'

const WAYS = { line: verifyLines, region: verifyRegions, page: verifyWhole }

/** Failures of single sequences are in the page's failures. @throws SpecparseError VERIFIER_FAILED, ABORTED, CONFIG_INVALID (scope) */
export function verify(drafted: Drafted, scheduler: Scheduler, config: Config, signal: AbortSignal): Promise<VerifiedPage> {
  return WAYS[resolveScope(config.scope, scheduler.verifier.profile)](drafted, scheduler, config, signal)
}
