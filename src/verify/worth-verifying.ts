// What of a drafted page the target is asked about, by effort.
import type { Config } from '../config.ts'
import { type Line, lineConfidence } from '../model/line.ts'
import type { Page } from '../model/page.ts'
import { type Region, regionLines } from '../model/region.ts'

/** A page and its regions as the draft has them. */
export interface Drafted {
  readonly page: Page
  readonly regions: readonly Region[]
}

/** `auto` asks about what the draft itself is unsure of; a believed text layer is sure. */
export function isWorthVerifying(line: Line, effort: Config['effort']): boolean {
  return effort === 'full' || effort === 'auto' && lineConfidence(line) < 1
}

/** For targets that read whole regions: of tables and formulas a text layer knows the letters, not the structure. */
export function isRegionWorthVerifying(region: Region, effort: Config['effort']): boolean {
  if (region.kind === 'picture' || effort === 'draft') return false
  return region.kind === 'table' || region.kind === 'formula' || regionLines(region).some((line) => isWorthVerifying(line, effort))
}
