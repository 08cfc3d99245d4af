// Pictures: where the page draws images, tiles put together, backgrounds and specks left out.
import { area, type Box, coverage, height, intersection, union, width } from '../model/box.ts'
import type { LinePiece, PictureElement } from './element.ts'
import type { Metrics } from './metrics.ts'

/** Smaller than this on either side, points, it is a bullet, an icon or a rule. */
const MIN_SIDE = 18
/** A picture over this share of the page is its background or the scan itself. */
const BACKGROUND = 0.8
/** With text over this share of its area, a picture is the backdrop of that text. */
const BACKDROP = 0.15

export interface PictureFinding {
  readonly pictures: readonly PictureElement[]
  /** Pictures with text on them, which frame that text: cards, banners, labelled figures. */
  readonly frames: readonly Box[]
}

export function findPictures(pictures: readonly Box[], pieces: readonly LinePiece[], metrics: Metrics): PictureFinding {
  const page = { x0: 0, y0: 0, x1: metrics.page.width, y1: metrics.page.height }
  const clipped = pictures.flatMap((picture) => intersection(picture, page) ?? [])
  const isBackground = (box: Box): boolean => area(box) > BACKGROUND * area(page)
  const sized = mergeTiles(clipped.filter((box) => !isBackground(box)))
    .filter((box) => width(box) >= MIN_SIDE && height(box) >= MIN_SIDE && !isBackground(box))
  const isBackdrop = (box: Box): boolean => (
    pieces.filter((piece) => coverage(piece.box, box) > 0.5).reduce((sum, piece) => sum + area(piece.box), 0) > BACKDROP * area(box)
  )
  return { pictures: sized.filter((box) => !isBackdrop(box)).map((box) => ({ type: 'picture', box, lines: [] })), frames: sized }
}

/** Tiles of one picture touch or overlap: they become one box. Quadratic, so only for pages with a sane number of images. */
const MAX_TILES = 400
/** Points between tiles of one picture. */
const TILE_GAP = 1

function mergeTiles(boxes: readonly Box[]): Box[] {
  if (boxes.length > MAX_TILES) return []
  let merged = [...boxes]
  for (let changed = true; changed;) {
    changed = false
    const next: Box[] = []
    for (const box of merged) {
      const touching = next.findIndex((other) => box.x0 <= other.x1 + TILE_GAP && other.x0 <= box.x1 + TILE_GAP
        && box.y0 <= other.y1 + TILE_GAP && other.y0 <= box.y1 + TILE_GAP)
      if (touching < 0) next.push(box)
      else {
        next[touching] = union([next[touching] ?? box, box])
        changed = true
      }
    }
    merged = next
  }
  return merged
}
