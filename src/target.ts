// The target of a parser: its verifier, and the scheduler through which all pages of all documents decode.
import { type Config, resolveScope } from './config.ts'
import { loadMeter, saveMeter } from './cost-store.ts'
import { alignedDrafter } from './decode/drafter.ts'
import { Scheduler } from './decode/scheduler.ts'
import { createTreeDrafter } from './decode/tree-drafter.ts'
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
  const { tolerance } = config
  const dispose = async (): Promise<void> => own ? undefined : verifier.dispose()
  // Lines are so short that neither a tree nor a budget gains anything there (docs/benchmarks.md, ablation).
  if (verifier.profile.unit === 'line') return { verifier, scheduler: new Scheduler(verifier, { drafter: alignedDrafter, tolerance }), close: dispose }
  const meter = await loadMeter(verifier.id)
  return {
    verifier,
    scheduler: new Scheduler(verifier, { drafter: createTreeDrafter(), tolerance, meter }),
    async close() {
      await saveMeter(verifier.id, meter)
      await dispose()
    },
  }
}
