// Markdown pipe tables written as HTML, the way OmniDocBench does before it scores them.
// Source: OmniDocBench v1.5, utils/table_utils.py (convert_markdown_to_html), read, not copied. Kept, because published
// figures contain them: a cell with a colon or "---" in it is lost (the rule that drops the separator row reads cells),
// a row without other cells is lost with it, and so is the line of text right above a table.

const ROW = /\|\s*[^]*?\s*\|\n/g

/** The page with every run of pipe rows replaced by one HTML table. */
export function pipeTablesToHtml(page: string): string {
  const lines: (string | string[])[] = []
  const text = `${page.replaceAll('\r', '')}\n`
  let end = 0
  for (const match of text.matchAll(ROW)) {
    appendText(lines, text.slice(end, match.index))
    lines.push(rowCells(match[0]))
    end = match.index + match[0].length
  }
  appendText(lines, text.slice(end))
  return mergeRuns(lines)
}

/** Lines of text between rows; what stands on the same line as a row's first pipe goes with the row. */
function appendText(lines: (string | string[])[], text: string): void {
  if (text !== '') lines.push(...text.split('\n').slice(0, -1))
}

/** Cells of one match: those of its first line, then those of its third and later lines. */
function rowCells(match: string): string[] {
  const rows = match.trim().split('\n').map((row) => row.trim())
  return [rows[0]!, ...rows.slice(2)].flatMap((row) => [...row.split('|').slice(1, -1).map((cell) => cell.trim()), ROW_END])
}

const ROW_END = '\u0000'

function mergeRuns(lines: readonly (string | string[])[]): string {
  const output: string[] = []
  let cells: string[] = []
  let inTable = false
  const flush = (): void => {
    if (inTable) output.push(tableHtml(cells))
    cells = []
    inTable = false
  }
  for (const line of lines) {
    if (typeof line === 'string') {
      flush()
      output.push(line)
    } else {
      if (!inTable) output.pop()
      inTable = true
      cells.push(...line)
    }
  }
  flush()
  return output.join('\n')
}

function tableHtml(cells: readonly string[]): string {
  const rows: string[] = []
  let row: string[] = []
  for (const cell of cells) {
    if (cell === ROW_END) {
      if (row.length > 0) rows.push(`    <tr>\n${row.map((text) => `      <td colspan="1" rowspan="1">${text}</td>\n`).join('')}    </tr>`)
      row = []
    } else if (!cell.includes(':') && !cell.includes('---')) {
      row.push(cell)
    }
  }
  return `\n\n<table border="1" >\n${rows.join('\n')}\n</table>\n\n`
}
