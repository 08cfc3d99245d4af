// `specparse bench` as a user runs it: from dist, on a folder in OmniDocBench's layout.
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'

interface Finished {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

function bench(...args: string[]): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['dist/src/cli/main.js', 'bench', ...args], (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr })
    })
  })
}

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'specparse-bench-'))
  mkdirSync(join(folder, 'data', 'images'), { recursive: true })
  // the upper part of the letter, down to the end of its sixth paragraph
  await sharp('samples/scanned-letter.png')
    .extract({ left: 0, top: 0, width: 1323, height: 775 })
    .toFile(join(folder, 'data', 'images', 'letter.png'))
  const paragraphs = readFileSync('samples/scanned-letter.txt', 'utf8')
    .trim()
    .split(/\n\s*\n/)
    .slice(0, 6)
  writeFileSync(
    join(folder, 'data', 'OmniDocBench.json'),
    JSON.stringify([
      {
        layout_dets: paragraphs.map((text, i) => ({ category_type: 'text_block', anno_id: i, order: i + 1, text })),
        page_info: { image_path: 'letter.png', page_attribute: { data_source: 'note', language: 'english', layout: 'single_column' } },
      },
    ]),
  )
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('without arguments, and with --help, it says what there is', async () => {
  for (const args of [[], ['--help'], ['omnidocbench', '--help']]) {
    const { status, stdout, stderr } = await bench(...args)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('omnidocbench')
  }
  expect((await bench('omnidocbench', '--help')).stdout).toMatch(
    /--data[^]*--gt[^]*--limit[^]*--method[^]*--resume[^]*--output[^]*Examples/,
  )
})

test('wrong usage and missing data are one line with an exit status', async () => {
  expect(await bench('nonsense')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^specparse: CONFIG_INVALID: .*nonsense.*\n$/) })
  expect(await bench('omnidocbench')).toMatchObject({ status: 2, stderr: expect.stringContaining('--data') })
  expect(await bench('omnidocbench', '--data', join(folder, 'nowhere'))).toMatchObject({
    status: 3,
    stderr: expect.stringMatching(/^specparse: INPUT_NOT_FOUND: there is no folder .*\n$/),
  })
  expect(await bench('omnidocbench', '--data', join(folder, 'data'), '--method', 'magic')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("no method 'magic'"),
  })
})

test('a report folder that cannot be made is one line', async () => {
  const taken = join(folder, 'data', 'OmniDocBench.json')
  expect(await bench('omnidocbench', '--data', join(folder, 'data'), '-o', taken)).toMatchObject({
    status: 7,
    stderr: expect.stringMatching(/^specparse: OUTPUT_FAILED: .*\n$/),
  })
})

test('reads, scores, compares and reports; a second run with --resume reads nothing again', async () => {
  const args = ['omnidocbench', '--data', join(folder, 'data'), '--method', 'specparse-full', '--compare', '-o', join(folder, 'report')]
  const first = await bench(...args)
  expect(first).toMatchObject({ status: 0 })
  const line = JSON.parse(first.stdout)
  expect(line).toMatchObject({
    benchmark: 'omnidocbench',
    method: 'specparse-full',
    pageCount: 1,
    failed: [],
    versions: { specparse: expect.any(String) },
  })
  expect(line.textEdit).toBeLessThan(0.2)
  expect(line.speed['specparse-full'].comparison).toMatchObject({ pages: 1, identicalPages: 1 })
  expect(readFileSync(join(folder, 'report', 'index.html'), 'utf8')).toContain('data:image/webp;base64,')
  expect(readFileSync(join(folder, 'report', 'specparse-full', 'letter.md'), 'utf8').length).toBeGreaterThan(200)

  const second = await bench(...args, '--resume')
  expect(second).toMatchObject({ status: 0 })
  const { commit, ...again } = JSON.parse(second.stdout)
  expect({ commit: line.commit, ...again }).toEqual(line)
  expect(commit).toBeDefined()
}, 240_000)
