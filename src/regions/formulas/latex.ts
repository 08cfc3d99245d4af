// A formula's glyphs, by where they stand, as LaTeX: fractions by their bars, roots, limits, and what is raised or lowered.
import { type Box, centerX, union } from '../../model/box.ts'
import type { TextItem } from '../../model/page.ts'
import { isFunction, LIMITED, latexOf } from './symbols.ts'

/** Something that stands on the line: a run of glyphs, or a fraction that has been put together. */
interface Atom {
  readonly latex: string
  readonly box: Box
  readonly baseline: number
  readonly size: number
  /** As the page has it; '' for what is put together. */
  readonly text: string
  /** Fractions, large brackets and signs, whose baselines say nothing. */
  readonly free: boolean
}

/** Smaller type than this share of the formula's is raised, lowered, or a limit. */
const SCRIPT_SIZE = 0.85
/** What stands this far off the baseline, in sizes of the formula's type, is raised or lowered if smaller, and another row if not. */
const SCRIPT_SHIFT = 0.04
const OTHER_ROW = 0.45
/** Limits stand this far above and below the baseline. */
const LIMIT_ABOVE = 0.6
const LIMIT_BELOW = 0.3
/** White between a bar and what stands over or under it, in sizes, and how far glyphs may reach into it. */
const BAR_GAP = 1.1
const BAR_OVERLAP = 0.5
/** Points that what stands over a bar may reach beyond its ends. */
const BAR_ENDS = 1.5
/** Share of an item's height below the baseline (see TextItem.box). */
const BELOW = 0.2
/** The math axis, where bars are drawn, stands this far above the baseline, in sizes. */
const AXIS = 0.25
/** What reaches further into its neighbour, in sizes, stands over or under it, which nothing here can write. */
const MOST_OVERLAP = 0.35
/** From this gap on, in sizes, a space is written. */
const SPACE = 0.12

/** LaTeX of the glyphs and the bars among them; null when they do not tell it. */
export function formulaLatex(items: readonly TextItem[], bars: readonly Box[]): string | null {
  const atoms = items.map(atomOf)
  if (atoms.some((atom) => atom === null)) return null
  const folded = foldBars(atoms.filter((atom) => atom !== null), bars)
  return folded === null ? null : writeRow(folded)?.replace(/\s+/g, ' ').trim() ?? null
}

function atomOf(item: TextItem): Atom | null {
  const latex = itemLatex(item)
  const { box, fontSize: size, text } = item
  const free = /CMEX|Size\d/.test(item.fontName)
  return latex === null ? null : { latex, box, size, text, free, baseline: box.y1 - BELOW * (box.y1 - box.y0) }
}

function itemLatex({ text, bold, italic, fontName }: TextItem): string | null {
  const slanted = italic || /CMMI|Math|Italic|Oblique/.test(fontName)
  const parts = (text.match(/\p{Script=Latin}+|[^]/gu) ?? []).map((part) => {
    if (!/^\p{Script=Latin}/u.test(part)) return latexOf(part)
    if (isFunction(part)) return `\\${part} `
    if (bold) return `\\mathbf{${part}}`
    return part.length > 1 && !slanted ? `\\mathrm{${part}}` : part
  })
  return parts.some((part) => part === null) ? null : parts.join('')
}

/** Atoms with fractions and roots put together, inner ones first; null when a bar belongs to neither. */
function foldBars(atoms: readonly Atom[], bars: readonly Box[]): Atom[] | null {
  let rest = [...atoms]
  for (const bar of [...bars].sort((a, b) => (a.x1 - a.x0) - (b.x1 - b.x0))) {
    const y = (bar.y0 + bar.y1) / 2
    const within = rest.filter(({ box }) => centerX(box) >= bar.x0 - BAR_ENDS && centerX(box) <= bar.x1 + BAR_ENDS)
    const above = reach(within, y, ({ box, size }) => (y - box.y1) / size, ({ box }) => box.y0)
    const below = reach(within.filter((atom) => !above.includes(atom)), y, ({ box, size }) => (box.y0 - y) / size, ({ box }) => box.y1)
    const root = rest.find(({ text, box }) => text === '√' && Math.abs(box.x1 - bar.x0) <= BAR_ENDS)
    const made = root !== undefined && below.length > 0 ? wrap('\\sqrt', [below], [root, ...below], null)
      : above.length > 0 && below.length > 0 ? wrap('\\frac', [above, below], [...above, ...below], y) : null
    if (made === null) return null
    const used = new Set(root !== undefined && below.length > 0 ? [root, ...below] : [...above, ...below])
    rest = [...rest.filter((atom) => !used.has(atom)), made]
  }
  return rest
}

/** What stands on one side of a bar: the nearest row, and what is raised or lowered beside it. */
function reach(atoms: readonly Atom[], y: number, gap: (atom: Atom) => number, far: (atom: Atom) => number): Atom[] {
  const near = atoms.filter((atom) => gap(atom) >= -BAR_OVERLAP && gap(atom) <= BAR_GAP)
  if (near.length === 0) return []
  const limit = Math.max(...near.map((atom) => Math.abs(far(atom) - y)))
  return atoms.filter((atom) => gap(atom) >= -BAR_OVERLAP && gap(atom) * atom.size <= limit)
}

/** `\command{...}{...}` as one atom; null when a part cannot be written. */
function wrap(command: string, parts: readonly (readonly Atom[])[], all: readonly Atom[], bar: number | null): Atom | null {
  const written = parts.map(writeRow)
  if (written.some((part) => part === null)) return null
  const size = Math.max(...all.map((atom) => atom.size))
  const baseline = bar === null ? baselineOf(parts.flat(), size) : bar + AXIS * size
  return { latex: `${command}${written.map((part) => `{${part?.trim() ?? ''}}`).join('')}`, box: union(all.map(({ box }) => box)), baseline, size, text: '', free: bar !== null }
}

/** Baseline of most of the type of the row's size. */
function baselineOf(atoms: readonly Atom[], size: number): number {
  const main = atoms.filter((atom) => atom.size >= SCRIPT_SIZE * size)
  const standing = main.filter(({ free }) => !free)
  const lines = (standing.length > 0 ? standing : main).map(({ baseline }) => baseline).sort((a, b) => a - b)
  return lines[lines.length >> 1] ?? 0
}

/** A row from left to right; null when it is more than one. */
function writeRow(atoms: readonly Atom[]): string | null {
  const size = Math.max(...atoms.map((atom) => atom.size))
  const baseline = baselineOf(atoms, size)
  const isScript = (atom: Atom): boolean => !atom.free && atom.size < SCRIPT_SIZE * size && Math.abs(atom.baseline - baseline) > SCRIPT_SHIFT * size
  if (atoms.some((atom) => !atom.free && !isScript(atom) && Math.abs(atom.baseline - baseline) > OTHER_ROW * size)) return null
  const limits = limitsOf(atoms.filter(isScript), atoms.filter((atom) => !isScript(atom) && LIMITED.test(atom.text)), baseline, size)
  if (limits === null) return null
  let latex = ''
  let end: number | null = null
  const ordered = atoms.filter((atom) => !limits.taken.has(atom)).sort((a, b) => a.box.x0 - b.box.x0)
  for (let i = 0; i < ordered.length;) {
    const atom = ordered[i] as Atom
    let next = i + 1
    if (end !== null && !atom.free && atom.box.x0 < end - MOST_OVERLAP * size) return null
    if (isScript(atom)) {
      while (next < ordered.length && isScript(ordered[next] as Atom)) next++
      const scripts = writeScripts(ordered.slice(i, next), baseline)
      if (scripts === null) return null
      latex = latex.trimEnd() + (latex === '' ? '{}' : '') + scripts
    } else {
      const spaced = end !== null && atom.box.x0 - end > SPACE * size
      latex += `${spaced && !latex.endsWith(' ') ? ' ' : ''}${atom.latex}`
      const own = limits.of.get(atom)
      if (own !== undefined) latex = latex.trimEnd() + own
    }
    end = Math.max(...ordered.slice(i, next).map(({ box }) => box.x1))
    i = next
  }
  return latex
}

/** `_{...}^{...}`; null when either cannot be written. */
function writeScripts(atoms: readonly Atom[], baseline: number): string | null {
  const parts = [['_', atoms.filter((atom) => atom.baseline > baseline)], ['^', atoms.filter((atom) => atom.baseline <= baseline)]] as const
  const written = parts.map(([mark, part]) => {
    const row = part.length === 0 ? '' : writeRow(part)
    return row === null || row === '' ? row : `${mark}{${row.trim()}}`
  })
  return written.some((part) => part === null) ? null : written.join('')
}

interface Limits {
  readonly of: ReadonlyMap<Atom, string>
  readonly taken: ReadonlySet<Atom>
}

/** Limits above and below operators; null when one cannot be written. */
function limitsOf(scripts: readonly Atom[], operators: readonly Atom[], baseline: number, size: number): Limits | null {
  const of = new Map<Atom, string>()
  const taken = new Set<Atom>()
  for (const operator of operators) {
    const sides = [scripts.filter((atom) => atom.baseline > baseline + LIMIT_BELOW * size), scripts.filter((atom) => atom.baseline < baseline - LIMIT_ABOVE * size)]
    const own = sides.map((side) => clusters(side, size).find((cluster) => {
      const box = union(cluster.map((atom) => atom.box))
      return Math.abs(centerX(box) - centerX(operator.box)) <= SPACE * size * 3 && !cluster.some((atom) => taken.has(atom))
    }) ?? [])
    const written = writeScripts(own.flat(), baseline)
    if (written === null) return null
    own.flat().forEach((atom) => taken.add(atom))
    if (written !== '') of.set(operator, written)
  }
  return { of, taken }
}

/** Atoms that follow each other without much white between. */
function clusters(atoms: readonly Atom[], size: number): Atom[][] {
  const groups: Atom[][] = []
  for (const atom of [...atoms].sort((a, b) => a.box.x0 - b.box.x0)) {
    const last = groups.at(-1)?.at(-1)
    if (last !== undefined && atom.box.x0 - last.box.x1 < SPACE * size * 3) groups.at(-1)?.push(atom)
    else groups.push([atom])
  }
  return groups
}
