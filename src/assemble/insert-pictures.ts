// Links to picture files, put into a finished page's Markdown.
import type { Block, ParsedPage } from '../model/document.ts'

/** What parts blocks that do not go on in one another. */
const BREAK = '\n\n'

/** The page with `![](link)` where each picture stands, `links` by block id; inside a paragraph or a list it comes after it. */
export function insertPictures(page: ParsedPage, links: ReadonlyMap<string, string>): ParsedPage {
  let markdown = ''
  let before: Block | null = null
  const written = new Map<string, Block>()
  for (const block of inMarkdownOrder(page, links)) {
    const image = links.get(block.id) ?? null
    const own = image === null ? block.markdown : `![](${image})`
    const both = image === null && before !== null && before.image === null
    markdown += (both ? gapBetween(page, before, block) : markdown === '' ? '' : BREAK)
    written.set(block.id, { ...block, image, markdown: own, span: { start: markdown.length, end: markdown.length + own.length } })
    markdown += own
    before = { ...block, image }
  }
  return { ...page, markdown, blocks: page.blocks.map((block) => written.get(block.id) ?? block) }
}

/** A path or URL as the target of a Markdown link; what is escaped already stays. */
export function encodeLink(link: string): string {
  return encodeURI(link.replaceAll('\\', '/')).replace(/%25(?=[0-9A-Fa-f]{2})/g, '%').replace(/[()]/g, (bracket) => bracket === '(' ? '%28' : '%29')
}

/** Blocks of the Markdown, pictures among them. */
function inMarkdownOrder(page: ParsedPage, links: ReadonlyMap<string, string>): Block[] {
  const order: Block[] = []
  const waiting: Block[] = []
  let before: Block | null = null
  for (const block of page.blocks) {
    if (links.has(block.id)) waiting.push(block)
    if (links.has(block.id) || block.span === null) continue
    if (gapBetween(page, before, block).includes(BREAK) || before === null) order.push(...waiting.splice(0))
    order.push(block)
    before = block
  }
  return [...order, ...waiting]
}

/** What stands between two blocks of the page's Markdown. */
function gapBetween({ markdown }: ParsedPage, before: Block | null, block: Block): string {
  return markdown.slice(before?.span?.end ?? 0, block.span?.start)
}
