// officeparser: Markdown of a PDF, pages not told apart.
import { demandPdf, type CreateMethod } from '../methods/method.ts'
import { importPeer } from './import-peer.ts'

interface Package {
  readonly OfficeParser: { parseOffice(file: string): Promise<{ to(format: 'md'): Promise<{ readonly value: string }> }> }
}

export const create: CreateMethod = async () => {
  const { OfficeParser } = await importPeer<Package>('officeparser')
  return {
    async convert(file) {
      demandPdf(file)
      const { value } = await (await OfficeParser.parseOffice(file)).to('md')
      return [value]
    },
    close: () => Promise.resolve(),
  }
}
