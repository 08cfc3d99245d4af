// Tables of a report: first column names, the rest figures.
import { html, type Content, type Html } from './html.ts'

export function table(head: readonly string[], rows: readonly (readonly Content[])[]): Html {
  return html`<div class="scroll"><table>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, ...cells]) => html`<tr><th scope="row">${name ?? ''}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}

/** A figure with so many decimals; a dash for none. */
export const figure = (value: number | null | undefined, decimals = 3): string =>
  value === null || value === undefined ? '–' : value.toFixed(decimals)

export const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)}%`)
export const times = (ratio: number | null | undefined): string => (ratio === null || ratio === undefined ? '–' : `${ratio.toFixed(2)}×`)
