// Check boxes of forms: one belongs to the text on its right, however wide the gap, unless that on its left stands closer.
import { height, overlap1d, union } from '../model/box.ts'
import type { Line } from '../model/line.ts'

/** A box is at most this far from its text, in ems. */
const REACH_EM = 4
/** Share of the smaller height that a box has in common with its text. */
const BESIDE = 0.5

/** True for a word that is a box to tick, ticked or not. */
export const isCheckBox = (text: string): boolean => /^[☐☑☒□■▢❏❑❒⬜]$/u.test(text)

/** Lines with every box that stands by itself put at the head of its text. */
export function withCheckBoxes(lines: readonly Line[]): readonly Line[] {
  const boxes = lines.filter(({ text }) => isCheckBox(text))
  const boxOf = new Map<Line, Line>()
  for (const box of boxes) {
    const beside = lines.filter((line) => line.rotation === box.rotation && overlap1d(line.box.y0, line.box.y1, box.box.y0, box.box.y1) >= BESIDE * Math.min(height(line.box), height(box.box)))
    const right = beside.filter((line) => line.box.x0 >= box.box.x1).sort((a, b) => a.box.x0 - b.box.x0)[0]
    if (right === undefined || isCheckBox(right.text)) continue
    const gap = right.box.x0 - box.box.x1
    const isLefts = beside.some((line) => !isCheckBox(line.text) && line.box.x1 <= box.box.x0 && box.box.x0 - line.box.x1 < gap)
    if (gap <= REACH_EM * right.fontSize && !isLefts) boxOf.set(right, box)
  }
  const taken = new Set(boxOf.values())
  return boxOf.size === 0 ? lines : lines.filter((line) => !taken.has(line)).map((line) => {
    const box = boxOf.get(line)
    return box === undefined ? line : { ...line, text: `${box.text} ${line.text}`, words: [...box.words, ...line.words], box: union([box.box, line.box]) }
  })
}

/** True when word `i` of a line is the text of the box before it. */
export function isLabelOfBox({ words }: Line, i: number): boolean {
  const [before, box, label] = [words[i - 2], words[i - 1], words[i]]
  if (box === undefined || label === undefined || !isCheckBox(box.text) || isCheckBox(label.text)) return false
  return before === undefined || isCheckBox(before.text) || box.box.x0 - before.box.x1 >= label.box.x0 - box.box.x1
}
