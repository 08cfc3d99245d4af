// What is compared: a way of turning a document into Markdown. One short file each, ours and other tools alike.

export interface Method {
  /** Markdown (or plain text) by page; one entry for all when the tool does not tell pages apart. */
  convert(file: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** A file of a method exports this; what it loads, it loads when called. */
export type CreateMethod = () => Promise<Method>

export const isPdf = (file: string): boolean => file.toLowerCase().endsWith('.pdf')

/** For tools that read PDFs only. */
export function demandPdf(file: string): void {
  if (!isPdf(file)) throw new Error('reads no images')
}
