// @firecrawl/pdf-inspector: Markdown from the text layer of a PDF (Rust).
import { readFile } from 'node:fs/promises'
import { demandPdf, type CreateMethod } from '../methods/method.ts'
import { importPeer } from './import-peer.ts'

interface Package {
  extractPagesMarkdownAsync(data: Buffer): Promise<{ readonly pages: readonly { readonly markdown: string }[] }>
}

export const create: CreateMethod = async () => {
  const { extractPagesMarkdownAsync } = await importPeer<Package>('@firecrawl/pdf-inspector')
  return {
    async convert(file) {
      demandPdf(file)
      return (await extractPagesMarkdownAsync(await readFile(file))).pages.map((page) => page.markdown)
    },
    close: () => Promise.resolve(),
  }
}
