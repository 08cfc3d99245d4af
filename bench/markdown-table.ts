// Tables for people, in the form in which they go into docs/benchmarks.md.

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n')
}

/** A figure with so many decimals; '-' for none. */
export const figure = (value: number | null, decimals = 3): string => (value === null ? '-' : value.toFixed(decimals))
