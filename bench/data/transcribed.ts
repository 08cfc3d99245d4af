// Scans and rendered pages with their transcriptions: what reading them is judged by.
import { readFile } from 'node:fs/promises'
import { readManifest } from './manifest.ts'
import type { RenderedPage } from './rendered-pages.ts'

export interface Transcribed {
  readonly id: string
  /** One document, or its pages as pictures. */
  readonly files: readonly string[]
  readonly truth: string
}

/** The transcribed documents of a folder with a manifest; transcriptions by another OCR engine are no truth. @throws BenchError */
export async function transcribedScans(folder: string): Promise<Transcribed[]> {
  const items = (await readManifest(folder)).flatMap(({ id, files, transcription }) =>
    transcription === null || transcription.machine ? [] : [{ id, files, path: transcription.path }])
  return Promise.all(items.map(async ({ id, files, path }) => ({ id, files, truth: await readFile(path, 'utf8') })))
}

export const transcribedPage = ({ id, image, truth }: RenderedPage): Transcribed => ({ id, files: [image], truth: truth.join('\n') })
