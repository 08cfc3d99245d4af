// Predictions for the TEDS test: edits of a true table, plus pairs of tables that are wholly our own.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface TablePair {
  readonly id: string
  readonly prediction: string
  readonly truth: string
}

const row = (html: string): string[] => html.match(/<tr>[^]*?<\/tr>/g) ?? []

/** Edits of a table's HTML; each is one way in which recognition goes wrong. */
export const EDITS: Readonly<Record<string, (html: string) => string>> = {
  same: (html) => html,
  'first row lost': (html) => html.replace(row(html)[0] ?? '', ''),
  'last row lost': (html) => html.replace(row(html).at(-1) ?? '', ''),
  'row doubled': (html) => html.replace(row(html)[1] ?? '', (text) => text + text),
  'rows swapped': (html) => {
    const [a = '', b = ''] = row(html).slice(1, 3)
    return html.replace(a + b, b + a)
  },
  'column lost': (html) => html.replace(/<tr>\s*<td[^>]*>[^]*?<\/td>/g, '<tr>'),
  'column added': (html) => html.replaceAll('</tr>', '<td>x</td></tr>'),
  'no header': (html) => html.replace(/<\/?thead>/g, ''),
  'no sections': (html) => html.replace(/<\/?t(?:head|body)>/g, ''),
  'no bold': (html) => html.replace(/<\/?b>/g, ''),
  'spans ignored': (html) => html.replace(/ (?:col|row)span="\d+"/g, ''),
  'span too wide': (html) => html.replace(/colspan="(\d+)"/g, (_, n: string) => `colspan="${Number(n) + 1}"`),
  'text lost': (html) => html.replace(/(<td[^>]*>)[^]*?(<\/td>)/g, '$1$2'),
  'digits misread': (html) => html.replaceAll('0', 'O').replaceAll('1', 'l'),
  'every third letter lost': (html) => html.replace(/(<[^>]+>)|([^<]{2})[^<]/g, (_, tag?: string, kept?: string) => tag ?? kept ?? ''),
  'cells merged': (html) => html.replace(/<\/td>\s*<td>/g, ' '),
  'one cell': () => '<html><body><table><tr><td>a</td></tr></table></body></html>',
  'no table': () => '<html><body><p>a</p></body></html>',
  'spaced out': (html) => html.replaceAll('</td>', ' </td>'),
  'odd span': (html) => html.replace('<td>', '<td colspan="two">'),
  'escaped signs': (html) => html.replace(/(<td[^>]*>)/, '$1&lt;5 &amp; '),
}

const page = (table: string): string => `<html><body><table>${table}</table></body></html>`
const OWN: Readonly<Record<string, string>> = {
  plain: page('<tr><td>Year</td><td>Rain</td></tr><tr><td>1901</td><td>612 mm</td></tr><tr><td>1902</td><td>540 mm</td></tr>'),
  spanned: page('<thead><tr><td rowspan="2">Town</td><td colspan="2">Trains</td></tr><tr><td><b>day</b></td><td><b>night</b></td></tr></thead>'
    + '<tbody><tr><td>Ålesund</td><td>10</td><td>0</td></tr><tr><td>Łódź</td><td>31</td><td>12<sup>a</sup></td></tr></tbody>'),
  marked: page('<tr><td>H<sub>2</sub>O</td><td>𝑥 &gt; 1</td></tr><tr><td></td><td><i>n</i> = 10<sup>6</sup> 𝑥</td></tr>'),
}

/** Every pair of the test: edits of our own tables, our own against one another, and edits of PubTabNet's where it is. */
export function tablePairs(data: string): TablePair[] {
  const truths = [...Object.entries(OWN).map(([name, html]) => [`own-${name}`, html] as const), ...pubTabNet(data)]
  const edited = truths.flatMap(([name, truth]) => Object.entries(EDITS).map(([edit, apply]) => ({ id: `${name}: ${edit}`, prediction: apply(truth), truth })))
  const crossed = Object.entries(OWN).flatMap(([a, prediction]) => Object.entries(OWN).map(([b, truth]) => ({ id: `own-${a} for own-${b}`, prediction, truth })))
  return [...edited, ...crossed]
}

function pubTabNet(data: string): (readonly [string, string])[] {
  const path = join(data, 'dev/pubtabnet/PubTabNet_subset.jsonl')
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').trim().split('\n').map((line) => pubTabNetHtml(line))
}

/** A line of PubTabNet as its file name and the HTML of its table. */
export function pubTabNetHtml(line: string): readonly [string, string] {
  const { filename, html } = JSON.parse(line) as { filename: string, html: { cells: { tokens: string[] }[], structure: { tokens: string[] } } }
  const cells = html.cells.map((cell) => cell.tokens.join(''))
  const structure = html.structure.tokens.map((token) => (token === '</td>' ? `${cells.shift() ?? ''}</td>` : token)).join('')
  return [filename.replace(/\.png$/, ''), `<html><body><table>${structure}</table></body></html>`]
}
