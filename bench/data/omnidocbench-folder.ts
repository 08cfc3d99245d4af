// A folder in OmniDocBench's own layout: images/ beside the JSON of the ground truth.
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { BenchError } from '../bench-error.ts'
import { imageName, readTruth, type TruthPage } from './omnidocbench.ts'

export interface OmniDocBenchSet {
  readonly truthPath: string
  readonly pages: readonly TruthPage[]
  /** Where the image of a page is. */
  image(page: TruthPage): string
  /** Image names that the ground truth names and the folder lacks. */
  readonly missingImages: readonly string[]
  /** Images without a page in the ground truth. */
  readonly withoutTruth: readonly string[]
}

/** Opens the set; `truth` null = the one OmniDocBench*.json of the folder. @throws BenchError */
export async function openOmniDocBench(folder: string, truth: string | null): Promise<OmniDocBenchSet> {
  const truthPath = truth ?? await findTruth(folder)
  const pages = await readTruth(truthPath)
  const images = await readdir(join(folder, 'images')).catch(() => {
    throw new BenchError(`there is no folder ${join(folder, 'images')}`)
  })
  const named = new Set(pages.map(imageName))
  const missingImages = [...named].filter((name) => !images.includes(name))
  if (missingImages.length === named.size) throw new BenchError(`none of the ${named.size} images of ${basename(truthPath)} is in ${join(folder, 'images')}`)
  return {
    truthPath, pages, missingImages, withoutTruth: images.filter((name) => !named.has(name)).sort(),
    image: (page) => join(folder, 'images', imageName(page)),
  }
}

async function findTruth(folder: string): Promise<string> {
  if ((await stat(folder).catch(() => null))?.isDirectory() !== true) throw new BenchError(`there is no folder ${folder}`)
  const found = (await readdir(folder)).filter((name) => /^OmniDocBench.*\.json$/.test(name))
  if (found.length !== 1) throw new BenchError(`name the ground truth with --gt: ${folder} has ${found.length} files OmniDocBench*.json`, 2)
  return join(folder, found[0]!)
}
