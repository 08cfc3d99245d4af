// Thread entry: finds lines on rasters, off the caller's event loop.
import { parentPort } from 'node:worker_threads'
import type { Raster } from '../../../src/model/raster.ts'
import { replyError, type ThreadCall } from '../../../src/thread.ts'
import { findLines } from './find-lines.ts'

parentPort?.on('message', ({ id, args: [raster] }: ThreadCall) => {
  try {
    const value = findLines(raster as Raster)
    const moved = value.level === null ? [] : [value.level.data.buffer as ArrayBuffer]
    parentPort?.postMessage({ id, value }, moved)
  } catch (thrown) {
    parentPort?.postMessage(replyError(id, thrown, 'DRAFT_FAILED'))
  }
})
