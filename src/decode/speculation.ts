// How specparse speculates with a target, by what it reads.
import type { ModelProfile } from '../seams/verifier.ts'
import { CostMeter } from './cost-meter.ts'
import { createAlignedDrafter } from './drafter.ts'
import type { SchedulerOptions } from './scheduler.ts'
import { createTreeDrafter } from './tree/tree-drafter.ts'

/**
 * The drafter for a target, and the meter of its costs where a budget is to be kept. Lines are so short that neither a
 * tree nor a budget gains anything there (docs/benchmarks.md, ablation); without a meter, what is proposed for a line
 * does not depend on the clock either.
 */
export function speculation({ unit }: ModelProfile, meter = new CostMeter()): Pick<SchedulerOptions, 'drafter' | 'meter'> {
  return unit === 'line' ? { drafter: createAlignedDrafter() } : { drafter: createTreeDrafter(), meter }
}
