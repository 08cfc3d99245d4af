// A folder of predictions in OmniDocBench's naming: one Markdown file a page, the image's stem.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../bench-error.ts'
import { imageName, pageStem, type TruthPage } from './omnidocbench.ts'

export interface Predictions {
  /** Markdown by image name; pages without a prediction are not in it. */
  readonly pages: ReadonlyMap<string, string>
  /** Image names of the pages that nothing was predicted for. */
  readonly missing: readonly string[]
  /** Predicted files without a page in the ground truth. */
  readonly withoutTruth: readonly string[]
  /** The files read, in the order of the ground truth. */
  readonly files: readonly string[]
}

/** Reads the predictions for `truth`. @throws BenchError for a folder that is missing or has no Markdown in it */
export async function readPredictions(folder: string, truth: readonly TruthPage[]): Promise<Predictions> {
  const names = await readdir(folder).catch(() => {
    throw new BenchError(`there is no prediction folder ${folder}`)
  })
  const markdown = new Set(names.filter((name) => name.endsWith('.md')))
  if (markdown.size === 0) throw new BenchError(`the prediction folder ${folder} has no .md files`)
  const pages = new Map<string, string>()
  const files: string[] = []
  for (const page of truth) {
    const file = [`${pageStem(page)}.md`, `${imageName(page)}.md`].find((name) => markdown.has(name))
    if (file === undefined) continue
    markdown.delete(file)
    files.push(join(folder, file))
    pages.set(imageName(page), await readFile(join(folder, file), 'utf8'))
  }
  return { pages, files, missing: truth.map(imageName).filter((name) => !pages.has(name)), withoutTruth: [...markdown].sort() }
}
