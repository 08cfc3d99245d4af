// Tables that are written out in a Markdown page: HTML <table> and LaTeX tabular, the outermost of nested ones.
// Source: OmniDocBench v1.5, utils/extract.py (extract_html_table, extract_tex_table), read, not copied.

export interface Span {
  readonly start: number
  readonly text: string
}

export const htmlTables = (page: string): Span[] => balanced(page, /<table(?:[^>]*)>/g, '</table>', '<table(?:[^>]*)>'.length)

/** Whole `table` environments first, then the `tabular`s that stand alone. */
export function latexTables(page: string): Span[] {
  const spans: Span[] = []
  let rest = page
  for (const match of page.matchAll(/\\begin\{table\}[^]*?\\end\{table\}/g)) {
    spans.push({ start: match.index, text: match[0] })
    rest = rest.slice(0, match.index) + ' '.repeat(match[0].length) + rest.slice(match.index + match[0].length)
  }
  return [...spans, ...balanced(rest, /\\begin\{tabular\}/g, '\\end{tabular}', '\\begin{tabular}'.length)].sort((a, b) => a.start - b.start)
}

/**
 * Outermost spans from `begin` to `end`. When an opening mark is never closed, the search starts again behind it
 * (`resume` characters on, the length of the scorer's own pattern).
 */
function balanced(text: string, begin: RegExp, end: string, resume: number): Span[] {
  const marks = [
    ...Array.from(text.matchAll(begin), (match) => ({ at: match.index, opens: true })),
    ...Array.from(text.matchAll(new RegExp(end.replace(/[\\{}/]/g, '\\$&'), 'g')), (match) => ({ at: match.index, opens: false })),
  ].sort((a, b) => a.at - b.at)
  const spans: Span[] = []
  const open: number[] = []
  for (const mark of marks) {
    if (mark.opens) {
      open.push(mark.at)
      continue
    }
    const start = open.pop()
    if (start !== undefined && open.length === 0) spans.push({ start, text: text.slice(start, mark.at + end.length) })
  }
  const unclosed = open[0]
  if (unclosed === undefined || unclosed + resume >= text.length) return spans
  return [...spans, ...balanced(text.slice(unclosed + resume), begin, end, resume).map((span) => ({ ...span, start: span.start + unclosed + resume }))]
}
