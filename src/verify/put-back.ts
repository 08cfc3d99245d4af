// A page that was read straightened, with its boxes where they are on the page as it was given. Last step of a page.
import type { Box } from '../model/box.ts'
import type { Block, ParsedPage } from '../model/document.ts'

type Back = (box: Box) => Box

export function putBack(page: ParsedPage, { width, height }: Pick<ParsedPage, 'width' | 'height'>, back: Back): ParsedPage {
  return { ...page, width, height, blocks: page.blocks.map((block) => blockBack(block, back)) }
}

function blockBack(block: Block, back: Back): Block {
  const table = block.table === null ? null : { ...block.table, cells: block.table.cells.map((cell) => ({ ...cell, box: back(cell.box) })) }
  return { ...block, box: back(block.box), review: block.review.map((word) => ({ ...word, box: back(word.box) })), table }
}
