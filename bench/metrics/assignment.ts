// The cheapest one-to-one assignment between rows and columns, ties broken as the public scorer's library breaks them.

export interface Assignment {
  readonly row: number
  readonly column: number
}

/**
 * Solves the rectangular linear assignment problem; `costs` is `[rows][columns]`, the result has min(rows, columns)
 * pairs by ascending row. Source: D. F. Crouse, "On implementing 2D rectangular assignment algorithms", 2016. Columns
 * are scanned from the last to the first, and among equal costs a free column wins: with ties (many pairs of blocks
 * have nothing in common) the pairing would otherwise differ from the one behind published figures.
 */
export function assign(costs: readonly (readonly number[])[]): Assignment[] {
  const rows = costs.length
  const columns = costs[0]?.length ?? 0
  if (rows === 0 || columns === 0) return []
  if (rows <= columns) return solve(costs, rows, columns).map((column, row) => ({ row, column }))
  const transposed = Array.from({ length: columns }, (_, c) => costs.map((row) => row[c]!))
  return solve(transposed, columns, rows).map((row, column) => ({ row, column })).sort((a, b) => a.row - b.row)
}

interface Duals {
  readonly u: Float64Array
  readonly v: Float64Array
  readonly columnOfRow: Int32Array
  readonly rowOfColumn: Int32Array
}

function solve(costs: readonly (readonly number[])[], rows: number, columns: number): number[] {
  const duals: Duals = {
    u: new Float64Array(rows), v: new Float64Array(columns),
    columnOfRow: new Int32Array(rows).fill(-1), rowOfColumn: new Int32Array(columns).fill(-1),
  }
  for (let row = 0; row < rows; row++) augment(costs, row, duals)
  return Array.from(duals.columnOfRow)
}

/** Finds the shortest augmenting path from `start` and flips it. */
function augment(costs: readonly (readonly number[])[], start: number, { u, v, columnOfRow, rowOfColumn }: Duals): void {
  const shortest = new Float64Array(v.length).fill(Infinity)
  const from = new Int32Array(v.length).fill(-1)
  const remaining = Array.from(v, (_, i) => v.length - 1 - i)
  const scanned: number[] = []
  const seenRows: number[] = []
  let minimum = 0
  let row = start
  for (;;) {
    seenRows.push(row)
    let lowest = Infinity
    let index = -1
    for (let i = 0; i < remaining.length; i++) {
      const column = remaining[i]!
      const cost = minimum + costs[row]![column]! - u[row]! - v[column]!
      if (cost < shortest[column]!) {
        from[column] = row
        shortest[column] = cost
      }
      if (shortest[column]! < lowest || (shortest[column] === lowest && rowOfColumn[column] === -1)) {
        lowest = shortest[column]!
        index = i
      }
    }
    minimum = lowest
    const column = remaining[index]!
    remaining[index] = remaining[remaining.length - 1]!
    remaining.pop()
    scanned.push(column)
    if (rowOfColumn[column] === -1) break
    row = rowOfColumn[column]!
  }
  u[start]! += minimum
  for (const seen of seenRows) if (seen !== start) u[seen]! += minimum - shortest[columnOfRow[seen]!]!
  for (const column of scanned) v[column]! -= minimum - shortest[column]!
  for (let column = scanned[scanned.length - 1]!; column !== -1;) {
    const owner = from[column]!
    rowOfColumn[column] = owner
    const next = columnOfRow[owner]!
    columnOfRow[owner] = column
    column = owner === start ? -1 : next
  }
}
