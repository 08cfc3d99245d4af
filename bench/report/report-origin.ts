// What makes a report repeatable, as facts at its top.
import type { Provenance } from '../provenance.ts'
import { html, type Html } from './html.ts'

export interface ReportOrigin extends Provenance {
  /** What was typed. */
  readonly command: string
  /** See hashFiles. */
  readonly dataHash: string
}

export function originFacts({ command, commit, dataHash, machine, versions }: ReportOrigin): (readonly [string, Html])[] {
  const code = (text: string): Html => html`<code>${text}</code>`
  return [
    ['command', code(command)],
    ['commit', commit === null ? html`none, an installed package` : code(commit)],
    ['data', html`SHA-256 ${code(dataHash)}`],
    ['machine', html`${machine}`],
    [
      'versions',
      html`${Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', ')}`,
    ],
  ]
}
