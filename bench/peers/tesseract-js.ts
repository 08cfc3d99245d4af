// tesseract.js alone: one English worker, the page picture as it is.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isPdf, type CreateMethod } from '../methods/method.ts'
import { importPeer } from './import-peer.ts'

interface Package {
  createWorker(language: string, engine: number, options: { langPath: string, cacheMethod: string }): Promise<{
    recognize(file: string): Promise<{ readonly data: { readonly text: string } }>
    terminate(): Promise<unknown>
  }>
}

export const create: CreateMethod = async () => {
  const { createWorker } = await importPeer<Package>('tesseract.js')
  const data = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'))
  const worker = await createWorker('eng', 1, { langPath: join(data, '4.0.0_best_int'), cacheMethod: 'none' })
  return {
    async convert(file) {
      if (isPdf(file)) throw new Error('reads no PDFs')
      return [(await worker.recognize(file)).data.text]
    },
    async close() {
      await worker.terminate()
    },
  }
}
