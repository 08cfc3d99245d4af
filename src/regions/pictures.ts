// Pictures: where the page draws images, tiles put together, backgrounds and specks left out.
import { area, type Box, height, intersection, union, width } from '../model/box.ts'
import { clusters } from '../model/clusters.ts'
import { isBackdrop, type LinePiece, type PictureElement } from './element.ts'
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
  return { pictures: sized.filter((box) => !isBackdrop(box, pieces, BACKDROP)).map((box) => ({ type: 'picture', box, lines: [] })), frames: sized }
}

/** Tiles of one picture touch or overlap: they become one box. Quadratic, so only for pages with a sane number of images. */
const MAX_TILES = 400
/** Points between tiles of one picture. */
const TILE_GAP = 1

function mergeTiles(boxes: readonly Box[]): Box[] {
  if (boxes.length > MAX_TILES) return []
  return clusters(boxes.map((box) => ({ box })), TILE_GAP, (a, b) => ({ box: union([a.box, b.box]) })).map(({ box }) => box)
}
