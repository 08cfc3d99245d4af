// The blocks of a ground-truth page in the form in which they are matched.
// Source: OmniDocBench v1.5, dataset/end2end_dataset.py (get_page_elements), utils/match_quick.py, read, not copied.
import type { TruthBlock, TruthPage } from '../data/omnidocbench.ts'

/** Matched, but never scored: what readers of a page may or may not want in its text. */
export const UNSCORED: ReadonlySet<string> = new Set([
  'figure_caption', 'figure_footnote', 'table_caption', 'table_footnote', 'code_algorithm', 'code_algorithm_caption', 'header', 'footer',
  'page_footnote', 'page_number', 'equation_caption',
])
/** In this order; blocks of the same reading position stay in it. */
export const TEXT_KINDS = ['text_block', 'title', 'code_txt', 'code_txt_caption', 'reference', 'equation_caption', 'figure_caption',
  'figure_footnote', 'table_caption', 'table_footnote', 'code_algorithm', 'code_algorithm_caption', 'header', 'footer', 'page_footnote',
  'page_number'] as const
export const FORMULA_KIND = 'equation_isolated'

/** Blocks of the wanted kinds in reading order; text that a column or page break cut in two is one block. */
export function truthBlocks(page: TruthPage, kinds: readonly string[]): TruthBlock[] {
  const blocks = joinTruncated(page)
  return kinds.flatMap((kind) => blocks.filter((block) => block.category_type === kind))
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
}

function joinTruncated(page: TruthPage): TruthBlock[] {
  const chains: (string | number)[][] = []
  const cut = new Set<string | number>()
  for (const { relation_type, source_anno_id: source, target_anno_id: target } of page.extra.relation) {
    if (relation_type !== 'truncated') continue
    cut.add(source).add(target)
    const known = chains.filter((chain) => chain.includes(source) || chain.includes(target))
    // both ends are added, even when one is there already: the scorer repeats the middle of a chain of three
    for (const chain of known) chain.push(source, target)
    if (known.length === 0) chains.push([source, target])
  }
  const joined = chains.flatMap((chain): TruthBlock[] => {
    const parts = chain.flatMap((id) => page.layout_dets.filter((block) => block.anno_id === id).slice(-1))
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    return parts[0] === undefined ? [] : [{ ...parts[0], text: parts.map((part) => part.text ?? '').join('') }]
  })
  return [...page.layout_dets.filter((block) => !cut.has(block.anno_id)), ...joined]
}

const SINGLE_COLUMN_ARRAY = /\\begin\{array\}\{(?<columns>[^}]*)\}(?<body>[^]*?)\\end\{array\}/

/** The rows of a formula that is one array of a single column, each as a display formula; null for other formulas. */
export function arrayRows(latex: string): string[] | null {
  const groups = SINGLE_COLUMN_ARRAY.exec(latex)?.groups
  if (groups === undefined) return null
  const columns = groups['columns']!.replace(/\s+|\|/g, '').replace(/@\{[^}]*\}/g, '').replace(/!\{[^}]*\}/g, '')
  if (!/^[lcr]$/.test(columns)) return null
  return groups['body']!.split('\\\\').map((row) => row.trim()).filter((row) => row !== '').map((row) => `\\[${row}\\]`)
}

/** Ground-truth formulas that are stacks of lines, one block a line: 7 becomes 7.1, 7.2, ... */
export function splitArrays(blocks: readonly TruthBlock[]): TruthBlock[] {
  return blocks.flatMap((block) => {
    const rows = block.category_type === FORMULA_KIND ? arrayRows(block.latex ?? '') : null
    if (rows === null) return [block]
    return rows.map((latex, i) => ({ ...block, latex, order: Math.round(((block.order ?? 0) + (i + 1) / 10) * 10) / 10 }))
  })
}
