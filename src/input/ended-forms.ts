// Forms that could not be read to their end, as in damaged files: pdf.js goes on after them without saying that they ended,
// and all that follows would be cut to their box.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'

export interface OperatorList {
  readonly fnArray: readonly number[]
  readonly argsArray: readonly unknown[]
}

const ENDS: ReadonlyMap<number, number> = new Map([[OPS.paintFormXObjectBegin, OPS.paintFormXObjectEnd], [OPS.beginGroup, OPS.endGroup]])

/** The list with an end for every form and group that has none, before the first operator that takes back what was set before it. */
export function withEndedForms(list: OperatorList): OperatorList {
  let unended = 0
  for (const fn of list.fnArray) {
    if (fn === OPS.paintFormXObjectBegin) unended++
    else if (fn === OPS.paintFormXObjectEnd) unended--
  }
  if (unended === 0) return list
  const fnArray: number[] = []
  const argsArray: unknown[] = []
  /** Open forms and groups, each with the states that it has saved. */
  const open: { readonly end: number, saved: number }[] = []
  list.fnArray.forEach((fn, i) => {
    const end = ENDS.get(fn)
    const top = open.at(-1)
    if (end !== undefined) open.push({ end, saved: 0 })
    else if (fn === top?.end) open.pop()
    else if (fn === OPS.save && top !== undefined) top.saved++
    else if (fn === OPS.restore) {
      while (open.at(-1)?.saved === 0) {
        fnArray.push(open.pop()?.end ?? OPS.endGroup)
        argsArray.push(null)
      }
      const outer = open.at(-1)
      if (outer !== undefined) outer.saved--
    }
    fnArray.push(fn)
    argsArray.push(list.argsArray[i])
  })
  return { fnArray, argsArray }
}
