// Statistics, and what to look at, for people and for programs.
import type { Block, Comparison, ParsedDocument } from '../model/document.ts'

/** What `--stats` writes. Programs read it: names stay. */
export function statsJson({ stats, failures }: ParsedDocument): string {
  const { comparison } = stats
  const compared = comparison === null ? {} : {
    speedup: { decode: comparison.speedup.decode, endToEnd: comparison.speedup.endToEnd, sequential: comparison.speedup.sequential },
    identical: comparison.identical,
    divergences: comparison.divergences,
  }
  return JSON.stringify({
    pages: stats.pages,
    failures: failures.length,
    seconds: {
      draft: stats.seconds.draft, verify: comparison?.seconds.verify ?? stats.seconds.verify,
      ...comparison === null ? {} : { encode: comparison.seconds.encode, plain: comparison.seconds.plain, plainSequential: comparison.seconds.plainSequential },
      total: stats.seconds.total,
    },
    lines: stats.lines,
    tokens: stats.decode.tokens,
    forwards: stats.decode.forwards,
    tokensPerForward: stats.tokensPerForward,
    meanAcceptanceLength: stats.meanAcceptanceLength,
    ...compared,
  }, null, 2) + '\n'
}

/** The table that `--compare` prints. */
export function comparisonTable({ stats }: ParsedDocument, comparison: Comparison): string {
  const { seconds, speedup } = comparison
  const rows: [string, string][] = [
    ['output identical to plain decoding', comparison.identical ? `yes, all ${comparison.sequences} sequences` : `NO: ${comparison.divergences.length} divergences`],
    ['tokens, per forward, per step', `${stats.decode.tokens}, ${stats.tokensPerForward.toFixed(1)}, ${stats.meanAcceptanceLength.toFixed(2)}`],
    ['lines as drafted, corrected, not believed', `${stats.lines.accepted}, ${stats.lines.corrected}, ${stats.lines.kept}`],
    ['find lines / draft / encode images / verify', `${seconds.find.toFixed(2)} s / ${seconds.draft.toFixed(2)} s / ${seconds.encode.toFixed(2)} s / ${seconds.verify.toFixed(2)} s`],
    [`plain decoding, ${comparison.plainBatch} lines at a time (its best)`, `${seconds.plain.toFixed(2)} s`],
    ['plain decoding, one line at a time', `${seconds.plainSequential.toFixed(2)} s`],
    ['decoding is faster by', `${speedup.decode.toFixed(2)}x than batched, ${speedup.sequential.toFixed(2)}x than one at a time`],
    ['end to end, drafting included', `${speedup.endToEnd.toFixed(2)}x of plain decoding, which pays for no draft`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}

/** What `--review` writes to a file: the words that a person should look at, in reading order, each with its block. */
export function reviewJson(document: ParsedDocument): string {
  return JSON.stringify(toReview(document), null, 2) + '\n'
}

/** What `--review` prints: one word a line with its neighbours, boxes in points; then how many words were not sure. */
export function reviewList(document: ParsedDocument): string {
  const words = document.blocks.flatMap(inContext)
  if (words.length === 0) return 'nothing to review\n'
  const rows = words.map(({ page, box, confidence, context, alternative }) => [
    `page ${page}`, [box.x0, box.y0, box.x1, box.y1].map((edge) => edge.toFixed(0)).join(','), `${(confidence * 100).toFixed(0)}%`,
    context, alternative === null ? '' : alternative === '' ? 'or nothing' : `or ${alternative}`,
  ])
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const list = rows.map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('')
  const all = document.blocks.reduce((sum, { text }) => sum + text.split(/\s+/).filter((word) => word !== '').length, 0)
  return `${list}${words.length} of ${all} words to look at\n`
}

/** Words shown to either side of the one in question. */
const NEIGHBOURS = 2

/** The block's words to review, each in square brackets among its neighbours; a word that cannot be found again stands alone. */
function inContext({ page, text, review }: Block): (Block['review'][number] & { readonly page: number, readonly context: string })[] {
  const words = text.split(/\s+/)
  let from = 0
  return review.map((asked) => {
    const size = asked.text.split(' ').length
    const at = asked.text === '' ? -1 : words.findIndex((_, i) => i >= from && words.slice(i, i + size).join(' ') === asked.text)
    if (at === -1) return { ...asked, page, context: asked.text === '' ? '[]' : `[${asked.text}]` }
    from = at + size
    const around = [...words.slice(Math.max(0, at - NEIGHBOURS), at), `[${asked.text}]`, ...words.slice(from, from + NEIGHBOURS)]
    return { ...asked, page, context: around.join(' ') }
  })
}

function toReview({ blocks }: ParsedDocument): (Block['review'][number] & Pick<Block, 'page'> & { readonly block: string })[] {
  return blocks.flatMap(({ id, page, review }) => review.map((word) => ({ page, block: id, ...word })))
}
