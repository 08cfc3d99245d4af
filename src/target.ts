// The target of a parser: its verifier, and the scheduler through which all pages of all documents decode.
import { type Config, resolveScope } from './config.ts'
import { loadMeter, saveMeter } from './cost-store.ts'
import { Scheduler } from './decode/scheduler.ts'
import { speculation } from './decode/speculation.ts'
import type { Verifier } from './seams/verifier.ts'

export interface Target {
  readonly verifier: Verifier
  readonly scheduler: Scheduler
  /** Keeps what was learnt of the costs, and frees the verifier unless it is the caller's own. */
  close(): Promise<void>
}

/** `own`: the verifier stays its owner's to dispose of. @throws SpecparseError CONFIG_INVALID when the scope does not fit it */
export async function createTarget(verifier: Verifier, config: Config, own: boolean): Promise<Target> {
  resolveScope(config.scope, verifier.profile)
  const meter = verifier.profile.unit === 'line' ? null : await loadMeter(verifier.id)
  return {
    verifier,
    scheduler: new Scheduler(verifier, { ...speculation(verifier.profile, meter ?? undefined), tolerance: config.tolerance }),
    async close() {
      if (meter !== null) await saveMeter(verifier.id, meter)
      if (!own) await verifier.dispose()
    },
  }
}
