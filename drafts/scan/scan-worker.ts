// Thread entry: looks at scanned pages and straightens rasters, off the caller's event loop.
import { parentPort } from 'node:worker_threads'
import type { Raster } from '../../src/model/raster.ts'
import { replyError, type ThreadCall } from '../../src/thread.ts'
import { lookAt } from './look.ts'
import { type Lie, straighten } from './straighten.ts'

parentPort?.on('message', ({ id, method, args: [raster, more] }: ThreadCall) => {
  try {
    const value = method === 'look' ? lookAt(raster as Raster, more as number | null) : straighten(raster as Raster, more as Lie)
    parentPort?.postMessage({ id, value })
  } catch (thrown) {
    parentPort?.postMessage(replyError(id, thrown, 'DRAFT_FAILED'))
  }
})
