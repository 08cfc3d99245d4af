// A parsed document as a picture: the boxes of its blocks by kind, numbered and joined in reading order, with their text.
import { centerX, centerY, height, width } from '../model/box.ts'
import type { Block, ParsedDocument } from '../model/document.ts'

const COLOURS: Readonly<Record<Block['kind'], string>> = {
  'title': '#b3261e', 'heading': '#d9622b', 'text': '#2f6fb5', 'list-item': '#1f8a70', 'table': '#7b4fb5', 'caption': '#a3762a', 'picture': '#5b6770',
  'formula': '#b5367f', 'code': '#3d4a8a', 'header': '#9aa0a6', 'footer': '#9aa0a6', 'page-number': '#9aa0a6', 'footnote': '#6d8b3c',
}
/** Points between two pages, and around them. */
const MARGIN = 20
/** Advance and height of a character in the drawn text over its size. */
const ADVANCE = 0.52
const LEADING = 1.2
/** Type of the text, points. */
const LARGEST = 11
const SMALLEST = 1

/** An SVG of all pages, one below the other, in points. Running lines are drawn, but stand outside of the reading order. */
export function layoutSvg({ pages, blocks }: Pick<ParsedDocument, 'pages' | 'blocks'>): string {
  let y = MARGIN
  const drawn = pages.map((page) => {
    const svg = pageSvg(page, blocks.filter((block) => block.page === page.number), y)
    y += page.height + MARGIN
    return svg
  })
  const across = Math.max(0, ...pages.map((page) => page.width)) + 2 * MARGIN
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${round(across)}" height="${round(y)}" viewBox="0 0 ${round(across)} ${round(y)}" `
    + `font-family="Helvetica, Arial, sans-serif">\n<rect width="100%" height="100%" fill="#e8eaed"/>\n${drawn.join('\n')}\n</svg>\n`
}

function pageSvg({ width: w, height: h }: ParsedDocument['pages'][number], blocks: readonly Block[], y: number): string {
  const path = blocks.filter((block) => !RUNNING.includes(block.kind)).map(({ box }) => `${round(centerX(box))},${round(centerY(box))}`)
  return [
    `<g transform="translate(${MARGIN} ${round(y)})">`,
    `<rect width="${round(w)}" height="${round(h)}" fill="#fff"/>`,
    ...blocks.map((block, i) => blockSvg(block, i + 1)),
    `<polyline points="${path.join(' ')}" fill="none" stroke="#202124" stroke-opacity="0.45" stroke-width="1.2" stroke-dasharray="4 3"/>`,
    '</g>',
  ].join('\n')
}

const RUNNING: readonly Block['kind'][] = ['header', 'footer', 'page-number']

function blockSvg({ box, kind, level, text, table }: Block, number: number): string {
  const colour = COLOURS[kind]
  const label = `${number} ${kind}${level === null ? '' : ` ${level}`}`
  const rectangle = (of: typeof box, opacity: number): string => (
    `<rect x="${round(of.x0)}" y="${round(of.y0)}" width="${round(width(of))}" height="${round(height(of))}" fill="${colour}" fill-opacity="${opacity}" stroke="${colour}" stroke-width="0.6"/>`
  )
  const words = table === null ? textSvg(text, box) : table.cells.map((cell) => `${rectangle(cell.box, 0.06)}${textSvg(cell.text, cell.box)}`).join('')
  return `${rectangle(box, 0.1)}${words}<text x="${round(box.x0)}" y="${round(box.y0 - 1.5)}" font-size="6" fill="${colour}">${label}</text>`
}

/** The text wrapped into its box, in the largest type that fits. */
function textSvg(text: string, box: Block['box']): string {
  if (text.trim() === '' || width(box) <= 0 || height(box) <= 0) return ''
  let size = LARGEST
  const rows = (): string[] => wrap(text, Math.max(1, Math.floor(width(box) / (ADVANCE * size))))
  while (size > SMALLEST && (size > height(box) || rows().length * LEADING * size > Math.max(height(box), LEADING * size))) size -= 0.5
  const lines = rows().map((row, i) => `<tspan x="${round(box.x0 + 1)}" y="${round(box.y0 + size * (0.9 + LEADING * i))}">${escapeXml(row)}</tspan>`)
  return `<text font-size="${size}" fill="#202124">${lines.join('')}</text>`
}

/** Rows of at most `across` characters, broken between words; longer words, and text without spaces, where they have to be. */
function wrap(text: string, across: number): string[] {
  const rows: string[] = []
  for (const word of text.split(/\s+/u).flatMap((whole) => whole.match(new RegExp(`.{1,${across}}`, 'gu')) ?? [])) {
    const last = rows.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= across) rows[rows.length - 1] = `${last} ${word}`
    else rows.push(word)
  }
  return rows
}

const round = (value: number): number => Math.round(value * 10) / 10

/** XML has no control characters, escaped or not. */
const escapeXml = (text: string): string => text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '')
  .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
