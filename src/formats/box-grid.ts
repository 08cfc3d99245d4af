// Boxes in the units of a format: pixels of the image, or steps of a grid laid over it.
import type { Box } from '../model/box.ts'

/** Steps from one edge of the image to the other. */
export interface GridSize {
  readonly width: number
  readonly height: number
}

export type GridBox = readonly [x0: number, y0: number, x1: number, y1: number]

/** Whole steps, inside the image; `area` is the part of the page that the image shows. */
export function toGrid(box: Box, area: Box, { width, height }: GridSize): GridBox {
  const x = (value: number): number => Math.min(width, Math.max(0, Math.round((value - area.x0) / (area.x1 - area.x0) * width)))
  const y = (value: number): number => Math.min(height, Math.max(0, Math.round((value - area.y0) / (area.y1 - area.y0) * height)))
  return [x(box.x0), y(box.y0), x(box.x1), y(box.y1)]
}

/** Points of the page; corners that are swapped are put right, and what lies outside the image is cut off. */
export function fromGrid([x0, y0, x1, y1]: GridBox, area: Box, { width, height }: GridSize): Box {
  const x = (value: number): number => area.x0 + Math.min(1, Math.max(0, value / width)) * (area.x1 - area.x0)
  const y = (value: number): number => area.y0 + Math.min(1, Math.max(0, value / height)) * (area.y1 - area.y0)
  return { x0: x(Math.min(x0, x1)), y0: y(Math.min(y0, y1)), x1: x(Math.max(x0, x1)), y1: y(Math.max(y0, y1)) }
}

/** Tells headers from footers where a format has no word for page numbers. */
export const isInUpperHalf = (box: Box | null, area: Box): boolean => box !== null && box.y0 + box.y1 < area.y0 + area.y1
