// Pages that are read from their pixels stand upright, lie level and show their rules: done once, before any source reads them.
import { scaled } from '../../src/model/box.ts'
import { SpecparseError } from '../../src/errors.ts'
import { type Page, readingDpi } from '../../src/model/page.ts'
import type { Raster } from '../../src/model/raster.ts'
import { turnRaster } from '../../src/model/turn.ts'
import type { DraftSource, LineReader, PreparedPage } from '../../src/seams/draft-source.ts'
import { Thread } from '../../src/thread.ts'
import { workerFile } from '../../src/worker-file.ts'
import { confidenceOn } from '../confidence-on.ts'
import type { Look } from './look.ts'
import { straightFrame } from './straighten.ts'

/** A direction is believed from this mean confidence of its words on, and by this much more than the other. */
const MIN_CONFIDENCE = 0.5
const MARGIN = 0.1

/** The source, with pages straightened before it reads them. */
export function createScanDraft(source: DraftSource): DraftSource {
  let own: Thread | null = null
  const thread = (): Thread => own ??= new Thread({ entry: workerFile(import.meta.url, 'scan-worker'), failed: threadError })

  const look = async (raster: Raster, rotation: number | null, signal: AbortSignal): Promise<Look> => await thread().call('look', [raster, rotation], signal) as Look

  /** Null = neither direction can be read. */
  async function isUpsideDown(lines: Raster, signal: AbortSignal, read: LineReader | undefined): Promise<boolean | null> {
    const upright = await confidenceOn(lines, source, signal, read)
    const turned = await confidenceOn(turnRaster(lines, 180), source, signal, read)
    return Math.max(upright, turned) < MIN_CONFIDENCE || Math.abs(upright - turned) < MARGIN ? null : turned > upright
  }

  return {
    id: source.id,
    async prepare(page, signal, read) {
      const raster = await page.raster(readingDpi(page), signal)
      const seen = await look(raster, null, signal)
      const upsideDown = seen.doubtful === null ? false : await isUpsideDown(seen.doubtful, signal, read)
      // letters that run up or down the page and read as nothing are of another script, or none
      const rotation = upsideDown === null ? 0 : seen.rotation + (upsideDown ? 180 : 0)
      const { straight, ...known } = rotation === seen.rotation ? seen : await look(raster, rotation, signal)
      const lie = { rotation, slope: known.slope }
      return straightPage(page, { ...known, rotation }, straight ?? raster, (other) => thread().call('straighten', [other, lie], signal) as Promise<Raster>)
    },
    draft: (page, signal, read) => source.draft(page, signal, read),
    note: (page) => source.note?.(page) ?? null,
    async close() {
      await Promise.all([own?.stop(), source.close()])
      own = null
    },
  }
}

/** `straighten` is for rasters other than this one. */
function straightPage(
  page: Page, { dpi, lines, darkSurroundings, rulings, ...lie }: Omit<Look, 'straight'>, raster: Raster, straighten: (raster: Raster) => Promise<Raster>,
): PreparedPage {
  const { to, back, size } = straightFrame(page, lie)
  const scale = 72 / raster.dpi
  return {
    back,
    page: {
      ...page, ...size, pictures: page.pictures.map(to), look: { dpi, lines, darkSurroundings },
      rulings: rulings.map(({ box, direction }) => ({ direction, box: scaled(box, scale) })),
      async raster(dpi, signal, channels = 1) {
        return dpi === raster.dpi && channels === 1 ? raster : straighten(await page.raster(dpi, signal, channels))
      },
      release: () => page.release(),
    },
  }
}

function threadError(error: Error | null): SpecparseError {
  if (error === null) return new SpecparseError('DRAFT_FAILED', 'the scan was closed')
  return new SpecparseError('DRAFT_FAILED', `the page could not be straightened: ${error.message.split('\n')[0] ?? ''}`, { cause: error })
}
