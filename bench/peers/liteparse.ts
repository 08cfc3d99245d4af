// @llamaindex/liteparse: PDFium text and built-in Tesseract. Markdown out, OCR where a page needs it, language data from the
// system's Tesseract (it would download its own).
import { existsSync } from 'node:fs'
import type { CreateMethod } from '../methods/method.ts'
import { importPeer } from './import-peer.ts'

const TESSDATA = ['/usr/share/tesseract-ocr/5/tessdata', '/usr/share/tessdata']

interface Package {
  readonly LiteParse: new (options: Record<string, unknown>) => {
    parse(file: string): Promise<{ readonly text: string, readonly pages: readonly { readonly markdown?: string, readonly text: string }[] }>
  }
}

export const create: CreateMethod = async () => {
  const { LiteParse } = await importPeer<Package>('@llamaindex/liteparse')
  const parser = new LiteParse({ outputFormat: 'markdown', imageMode: 'off', quiet: true, numWorkers: 2, tessdataPath: TESSDATA.find(existsSync) })
  return {
    async convert(file) {
      const { pages, text } = await parser.parse(file)
      return pages.every((page) => page.markdown !== undefined) ? pages.map((page) => page.markdown ?? '') : [text]
    },
    close: () => Promise.resolve(),
  }
}
