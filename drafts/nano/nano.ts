// Draft source 'nano': lines found by their ink, read by the verifier itself: its CTC head drafts, its decoder verifies,
// so that no OCR engine is needed and no image is encoded twice. Where nano is not to verify, its CTC head's draft is what is read.
import { type Box, scaled } from '../../src/model/box.ts'
import type { Line } from '../../src/model/line.ts'
import { readingDpi } from '../../src/model/page.ts'
import type { FoundLine } from '../../src/model/page-look.ts'
import type { Raster } from '../../src/model/raster.ts'
import { type DraftReading, draftOf, type LineReading } from '../../src/model/reading.ts'
import { askew, middleOf } from '../../src/model/slope.ts'
import type { DraftSource } from '../../src/seams/draft-source.ts'
import { LineFinder } from './lines/line-finder.ts'
import { placeWords, sizeOf } from './place-words.ts'

const ID = 'nano'

/** Readings that their reader is less sure of are parts of pictures where they have few letters, and cut off where they touch the raster's edge. 0-1 and letters. */
const MIN_CONFIDENCE = 0.5
const FEW_LETTERS = 8

/** Null where nobody reads lines. */
export function createNanoDraft(): DraftSource {
  const finder = new LineFinder()
  return {
    id: ID,
    async draft(page, signal, read) {
      if (read === undefined) return null
      const raster = await page.raster(readingDpi(page), signal)
      const { lines: found, level, slope } = await finder.findOn(page, raster, signal)
      const scale = 72 / raster.dpi
      const readings = await read(level ?? raster, found.map((line) => unread(line, scale)))
      const back = (box: Box): Box => scaled(askew(box, slope, middleOf(raster)), scale)
      return readings.flatMap((reading, i) => readLine(reading, found[i] as FoundLine, isCutOff(found[i] as FoundLine, level ?? raster), scale, back))
    },
    close: () => finder.close(),
  }
}

/** A line as its reader gets it, in points of the level raster. */
function unread({ box, words, em }: FoundLine, scale: number): Line {
  return {
    text: '', box: scaled(box, scale), words: words.map((word) => ({ text: '', box: scaled(word, scale), confidence: 0 })),
    source: ID, fontSize: em * scale, bold: false, italic: false, rotation: 0,
  }
}

/** True for a line of which the upper or lower edge of the raster leaves a part, as on a screen that was scrolled. */
const isCutOff = ({ box }: FoundLine, { height }: Raster): boolean => box.y0 <= 1 || box.y1 >= height - 1

function readLine(reading: LineReading | DraftReading | null, { box, words }: FoundLine, cutOff: boolean, scale: number, back: (box: Box) => Box): Line[] {
  const letters = reading?.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (reading === null || reading.text === '' || (cutOff || letters <= FEW_LETTERS) && reading.confidence < MIN_CONFIDENCE) return []
  const drafted = draftOf(reading)
  return [{
    text: drafted.text, box: back(box), words: placeWords(drafted.words, words).map((word) => ({ ...word, box: back(word.box) })),
    source: ID, fontSize: sizeOf(drafted.text, box) * scale, bold: false, italic: false, rotation: 0, reading,
  }]
}
