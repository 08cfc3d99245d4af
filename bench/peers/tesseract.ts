// Native Tesseract (Debian's), English, one thread: OMP_THREAD_LIMIT=1 is what its own documentation advises beside other work.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { isPdf, type CreateMethod } from '../methods/method.ts'

const run = promisify(execFile)
const LARGEST_PAGE = 64 * 2 ** 20

export const create: CreateMethod = async () => {
  await run('tesseract', ['--version']).catch(() => {
    throw new Error('tesseract is not installed: apt-get install tesseract-ocr')
  })
  return {
    async convert(file) {
      if (isPdf(file)) throw new Error('reads no PDFs')
      const { stdout } = await run('tesseract', [file, 'stdout', '-l', 'eng'], { maxBuffer: LARGEST_PAGE, env: { ...process.env, OMP_THREAD_LIMIT: '1' } })
      return [stdout]
    },
    close: () => Promise.resolve(),
  }
}
