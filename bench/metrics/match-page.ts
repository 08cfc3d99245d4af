// One predicted page against its ground truth: which text, formula and table stands for which, and in which order.
// Source: OmniDocBench v1.5 and v1.0, dataset/end2end_dataset.py, read, not copied.
import { imageName, type TruthBlock, type TruthPage } from '../data/omnidocbench.ts'
import { assign } from './assignment.ts'
import { normalizedDistance, singleUnits } from './edit-distance.ts'
import { latexToText } from './latex-text.ts'
import { markdownElements, type Element } from './markdown-elements.ts'
import { matchQuick, type Pairing } from './match-quick.ts'
import { costMatrix } from './merge-truncated.ts'
import { cleanText, normalizeFormula, normalizeText, type Rules } from './normalize.ts'
import { cellTexts, normalizeTable } from './table-html.ts'
import { arrayRows, FORMULA_KIND, splitArrays, TEXT_KINDS, truthBlocks, UNSCORED } from './truth-blocks.ts'

/** Closer than this, a prediction is taken for a header, caption or the like, and is out of the game (v1.5). */
const IGNORED = 0.25

/** Normalized texts of a pair; '' where one side has nothing. */
export interface Match {
  readonly truth: string
  readonly prediction: string
}

export interface PageMatch {
  readonly page: string
  readonly text: readonly Match[]
  readonly formulas: readonly Match[]
  /** HTML in the compared form. */
  readonly tables: readonly Match[]
  /** Positions of the text blocks as they should be read, and as they were. */
  readonly order: { readonly truth: readonly number[]; readonly prediction: readonly number[] }
}

/** A block on either side with what is compared; the blocks keep their place in the list when a text turns out empty. */
interface Side<T> {
  readonly items: readonly T[]
  readonly raw: readonly string[]
  readonly texts: readonly string[]
  readonly kinds: readonly string[]
}

interface Paired extends Match {
  readonly kind: string
  readonly predictionKind: string | null
  readonly rawTruth: string
  readonly truthPositions: readonly number[]
  readonly predictionPosition: number | null
}

export function matchPage(page: TruthPage, markdown: string, rules: Rules): PageMatch {
  const elements = markdownElements(markdown, rules)
  const tables = matchTables(page, elements)
  const pairs = rules === '1.5' ? mixedPairs(page, elements, tables.surplus) : separatePairs(page, elements)
  const text = pairs.filter((pair) => pair.kind !== FORMULA_KIND && !UNSCORED.has(pair.kind))
  const formulas = pairs.filter((pair) => pair.kind === FORMULA_KIND)
  const asText = rules === '1.5' ? formulas.filter((pair) => pair.predictionKind === 'text') : []
  return {
    page: imageName(page),
    text: [...text, ...asText.map(readAsText)].map(bare),
    formulas: formulas.filter((pair) => !asText.includes(pair)).map(bare),
    tables: tables.matches,
    order: readingOrder(text),
  }
}

const bare = ({ truth, prediction }: Match): Match => ({ truth, prediction })

/** A formula for which the prediction has plain text is compared as text. */
function readAsText(pair: Paired): Match {
  const text = latexToText(pair.rawTruth)
  return { truth: cleanText(text) || text, prediction: pair.prediction }
}

/** v1.5: text and formulas are matched together, after everything that looks like furniture is out. */
function mixedPairs(page: TruthPage, elements: readonly Element[], surplus: readonly Element[]): Paired[] {
  const truths = truthSide(splitArrays(truthBlocks(page, [...TEXT_KINDS, FORMULA_KIND])), '1.5')
  const kinds = [...new Set(elements.map((element) => element.kind))].filter((kind) => kind === 'text' || kind === 'formula')
  const mixed = [...kinds.flatMap((kind) => elements.filter((element) => element.kind === kind)), ...surplus]
    .sort((a, b) => Number(a.detail === 'inline') - Number(b.detail === 'inline') || a.position - b.position)
  const predictions = predictionSide(mixed.flatMap(splitElement), '1.5')
  if (truths.texts.length === 0) return []
  if (predictions.texts.length === 0 || (truths.texts.length === 1 && predictions.texts.length === 1)) {
    return truths.texts.map((_, t) => pairUp({ truths: [t], predictions: predictions.texts.map((_, p) => p) }, truths, predictions))
  }
  const scored = indices(truths.kinds, (kind) => !UNSCORED.has(kind))
  const furniture = indices(truths.kinds, (kind) => UNSCORED.has(kind)).map((t) => truths.texts[t]!)
  const costs = costMatrix(furniture, predictions.texts)
  const wanted = indices(predictions.texts, (_, p) => !costs.some((row) => row[p]! < IGNORED))
  return matchQuick(scored.map((t) => truths.texts[t]!), wanted.map((p) => predictions.texts[p]!), '1.5')
    .filter((pairing) => pairing.truths.length > 0)
    .map((pairing) => pairUp(pairing, pick(truths, scored), pick(predictions, wanted)))
}

/** v1.0: text with text, formulas with formulas; text that stands for nothing counts as wrong. */
function separatePairs(page: TruthPage, elements: readonly Element[]): Paired[] {
  const pairs = (blocks: readonly TruthBlock[], kind: Element['kind']): Paired[] => {
    if (blocks.length === 0) return []
    const truths = truthSide(blocks, '1.0')
    const predictions = predictionSide(elements.filter((element) => element.kind === kind), '1.0')
    if (truths.texts.length === 1 && predictions.texts.length === 1) return [pairUp({ truths: [0], predictions: [0] }, truths, predictions)]
    if (predictions.texts.length === 0) return truths.texts.map((_, t) => pairUp({ truths: [t], predictions: [] }, truths, predictions))
    return matchQuick(truths.texts, predictions.texts, '1.0').map((pairing) => pairUp(pairing, truths, predictions))
  }
  const formulas = pairs(truthBlocks(page, [FORMULA_KIND]), 'formula').filter((pair) => pair.kind !== '')
  return [...pairs(truthBlocks(page, TEXT_KINDS), 'text'), ...formulas]
}

function splitElement(element: Element): Element[] {
  const rows = element.kind === 'formula' ? arrayRows(element.content) : null
  return rows === null ? [element] : rows.map((content) => ({ ...element, content }))
}

function truthSide(blocks: readonly TruthBlock[], rules: Rules): Side<TruthBlock> {
  const raw = blocks.map((block) => (block.category_type === FORMULA_KIND ? block.latex : block.text) ?? '')
  const texts = raw.map((text, i) => (blocks[i]!.category_type === FORMULA_KIND ? normalizeFormula(text, rules) : normalizeText(text)))
  return compact(blocks, raw, texts, blocks.map((block) => block.category_type))
}

function predictionSide(elements: readonly Element[], rules: Rules): Side<Element> {
  const texts = elements.map((element) => (element.kind === 'formula' ? normalizeFormula(element.content, rules) : normalizeText(element.content)))
  return compact(elements, elements.map((element) => element.content), texts, elements.map((element) => element.kind))
}

/** Drops empty texts. The items are not shifted with them: the scorer looks positions up in the full list, and so do we. */
function compact<T>(items: readonly T[], raw: readonly string[], texts: readonly string[], kinds: readonly string[]): Side<T> {
  const kept = indices(texts, (text, i) => text !== '' && raw[i] !== '')
  return { items, raw: kept.map((i) => raw[i]!), texts: kept.map((i) => texts[i]!), kinds: kept.map((i) => kinds[i]!) }
}

function pick<T>(side: Side<T>, kept: readonly number[]): Side<T> {
  const take = <V>(values: readonly V[]): V[] => kept.map((i) => values[i]!)
  return { items: take(side.items), raw: take(side.raw), texts: take(side.texts), kinds: take(side.kinds) }
}

const indices = <T>(values: readonly T[], test: (value: T, index: number) => boolean): number[] =>
  values.flatMap((value, i) => (test(value, i) ? [i] : []))

function pairUp(pairing: Pairing, truths: Side<TruthBlock>, predictions: Side<Element>): Paired {
  const first = pairing.predictions[0]
  const element = first === undefined ? undefined : predictions.items[first]
  return {
    kind: commonKind(pairing.truths.map((t) => truths.kinds[t]!)),
    predictionKind: element?.kind ?? null,
    rawTruth: pairing.truths.map((t) => truths.raw[t]).join('\n'),
    truth: pairing.truths.map((t) => truths.texts[t]).join(''),
    prediction: pairing.predictions.map((p) => predictions.texts[p]).join(''),
    truthPositions: pairing.truths.map((t) => truths.items[t]?.order ?? 0),
    predictionPosition: element?.position ?? null,
  }
}

/** The kind of most of the blocks that are scored, else of most blocks; '' for none. */
function commonKind(kinds: readonly string[]): string {
  const scored = kinds.filter((kind) => !UNSCORED.has(kind))
  const counts = new Map<string, number>()
  for (const kind of scored.length > 0 ? scored : kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', 0] as [string, number])[0]
}

function readingOrder(text: readonly Paired[]): PageMatch['order'] {
  const known = text.filter((pair) => pair.truthPositions.length > 0)
  const read = known.filter((pair) => pair.predictionPosition !== null)
    .sort((a, b) => a.predictionPosition! - b.predictionPosition!)
  const positions = (pairs: readonly Paired[]): number[] => pairs.flatMap((pair) => pair.truthPositions).filter((position) => position !== 0)
  return { truth: positions(known).sort((a, b) => a - b), prediction: positions(read) }
}

const compared = (html: string): string => singleUnits(normalizeTable(html) || html)

/** Tables by the distance of their HTML; texts of surplus ones are given back. LaTeX tables count as missed, as in v1.5. */
function matchTables(page: TruthPage, elements: readonly Element[]): { matches: Match[]; surplus: Element[] } {
  const truths = truthBlocks(page, ['table']).map((block) => block.html ?? '').filter((html) => html !== '')
  const html = elements.filter((element) => element.kind === 'html-table')
  const latex = elements.filter((element) => element.kind === 'latex-table')
  const candidates = latex.length > html.length ? [] : html
  const pairs = assign(truths.map((truth) => candidates.map((element) => normalizedDistance(singleUnits(truth), singleUnits(element.content)))))
  const matches = truths.map((truth, row): Match => {
    const column = pairs.find((pair) => pair.row === row)?.column
    const prediction = column === undefined ? '' : candidates[column]!.content
    return { truth: compared(truth), prediction: compared(prediction) }
  })
  const surplus = candidates.filter((_, i) => truths.length > 0 && !pairs.some((pair) => pair.column === i))
  return { matches, surplus: surplus.flatMap((table) => cellTexts(table.content).map((content) => ({ ...table, kind: 'text' as const, content }))) }
}
