// Captions: paragraphs that name a figure or table and stand beside one, or are punctuated as a caption is.
import { type Box, gap, overlap1d } from '../model/box.ts'

const NAMES = 'fig(?:ure|\\.)?|table|tab\\.|scheme|chart|plate|exhibit|listing|algorithm|abb(?:ildung|\\.)?|tabelle|tableau|图|表|圖'
const NUMBER = '[A-Z]?[.-]?\\d+(?:[.-]\\d+)*[a-z]?|[IVXL]+\\b|[A-Z]\\b'
const NAMED = new RegExp(`^(?:${NAMES})\\s*\\.?\\s*(?:${NUMBER})`, 'iu')
const PUNCTUATED = /^\S+\s*\S*?\s*[\dIVXL.-]+[a-z]?\s*[:.|–—]\s*\S|^\S+\s*[\dIVXL.-]+[a-z]?[:.]?$/iu
/** A caption stands within this many ems of its picture or table. */
const NEAR_EM = 3

/** True when a text opens like a caption: 'Figure 3', 'Table 2:'. */
export const isNamed = (text: string): boolean => NAMED.test(text)

/** True when `text` at `box` is a caption on a page with these pictures and tables. */
export function isCaption(text: string, box: Box, objects: readonly Box[], em: number): boolean {
  if (!NAMED.test(text)) return false
  return PUNCTUATED.test(text) || objects.some((object) => overlap1d(box.x0, box.x1, object.x0, object.x1) > 0 && gap(box, object) <= NEAR_EM * em)
}
