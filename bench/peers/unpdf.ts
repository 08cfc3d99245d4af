// unpdf: text of a PDF through pdf.js.
import { readFile } from 'node:fs/promises'
import { demandPdf, type CreateMethod } from '../methods/method.ts'
import { importPeer } from './import-peer.ts'

interface Package {
  getDocumentProxy(data: Uint8Array): Promise<unknown>
  extractText(document: unknown, options: { mergePages: false }): Promise<{ readonly text: readonly string[] }>
}

export const create: CreateMethod = async () => {
  const { getDocumentProxy, extractText } = await importPeer<Package>('unpdf')
  return {
    async convert(file) {
      demandPdf(file)
      return (await extractText(await getDocumentProxy(new Uint8Array(await readFile(file))), { mergePages: false })).text
    },
    close: () => Promise.resolve(),
  }
}
