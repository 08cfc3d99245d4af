// What a person gets for wrong input: one sentence, and the exit status that goes with it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { openOmniDocBench } from '../../bench/data/omnidocbench-folder.ts'
import { readTruth } from '../../bench/data/omnidocbench.ts'
import { readManifest } from '../../bench/data/manifest.ts'
import { readPredictions } from '../../bench/data/predictions.ts'
import { syntheticPage } from '../../bench/data/synthetic-page.ts'

const folder = mkdtempSync(join(tmpdir(), 'specparse-bench-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

function bench(...args: string[]): { status: number | null, stderr: string, stdout: string } {
  const main = fileURLToPath(new URL('../../bench/main.ts', import.meta.url))
  return spawnSync(process.execPath, ['--import', createRequire(import.meta.url).resolve('tsx'), main, ...args], { encoding: 'utf8' })
}

describe('the command', () => {
  test('no name, an unknown name, an unknown option: one line each, exit status 2', () => {
    for (const [args, message] of [[[], 'name a benchmark'], [['nosuch'], 'no benchmark \'nosuch\''], [['score-conformance', '--nosuch'], 'Unknown option \'--nosuch\''], [['omnidocbench', '--method', 'x'], 'no method \'x\''], [['score-speed', '--pages', '0'], '--pages must be']] as const) {
      const { status, stderr, stdout } = bench(...args)
      expect(stderr).toContain(message)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    }
  })

  test('the last line is one JSON object that says where it comes from; scoring again gives the same', () => {
    const lines = [1, 2].map(() => JSON.parse(bench('score-speed', '--pages', '5').stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>)
    expect(lines[0]).toMatchObject({ benchmark: 'score-speed', pages: 5, machine: expect.any(String), versions: { node: process.versions.node } })
    expect(lines[0]).toHaveProperty('commit')
    for (const figure of ['textEdit', 'tableTeds', 'readingOrderEdit']) expect(lines[0]?.[figure]).toBe(lines[1]?.[figure])
  })
})

describe('data', () => {
  const page = syntheticPage(1).truth

  test('ground truth that is missing, no JSON, empty or of another form', async () => {
    await expect(readTruth(join(folder, 'none.json'))).rejects.toThrow('cannot read the ground truth')
    await expect(readTruth(file('a.json', '{'))).rejects.toThrow('is not JSON')
    await expect(readTruth(file('b.json', '[]'))).rejects.toThrow('has no pages')
    await expect(readTruth(file('c.json', JSON.stringify([page, { layout_dets: [{}], page_info: { image_path: 'x' } }])))).rejects.toThrow(/page 1, layout_dets\.0\.category_type/)
  })

  test('predictions: no folder, an empty one, pages without prediction or without ground truth', async () => {
    await expect(readPredictions(join(folder, 'none'), [page])).rejects.toThrow('there is no prediction folder')
    mkdirSync(join(folder, 'pred'))
    await expect(readPredictions(join(folder, 'pred'), [page])).rejects.toThrow('has no .md files')
    file('pred/other.md', 'text')
    expect(await readPredictions(join(folder, 'pred'), [page])).toMatchObject({ missing: ['page_1.jpg'], withoutTruth: ['other.md'], files: [] })
  })

  test('images: no folder, none there, some missing, some without ground truth', async () => {
    const truth = file('gt.json', JSON.stringify([page, syntheticPage(2).truth]))
    await expect(openOmniDocBench(folder, truth)).rejects.toThrow('there is no folder')
    mkdirSync(join(folder, 'images'))
    await expect(openOmniDocBench(folder, truth)).rejects.toThrow('none of the 2 images')
    file('images/page_2.jpg', '')
    file('images/stray.jpg', '')
    expect(await openOmniDocBench(folder, truth)).toMatchObject({ missingImages: ['page_1.jpg'], withoutTruth: ['stray.jpg'] })
  })

  test('manifest', async () => {
    await expect(readManifest(join(folder, 'none'))).rejects.toThrow('cannot read')
    file('manifest.json', '{"items":[{"id":1}]}')
    await expect(readManifest(folder)).rejects.toThrow(/malformed: items\.0\.id/)
  })
})
