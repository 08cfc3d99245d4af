// The command as a user runs it: a process of its own, from dist.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pdfFile } from '../support/pdf-file.ts'
import { documentSchema } from '../../src/model/document.ts'

const PAPER = 'samples/two-column-paper.pdf'
const LETTER = 'samples/scanned-letter.png'

interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function specparse(args: readonly string[], { stdin, interruptOn }: { stdin?: Buffer, interruptOn?: string } = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/src/cli/main.js', ...args])
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString() })
    child.on('close', (status) => { resolve({ status, stdout, stderr }) })
    child.stdin.end(stdin)
    if (interruptOn === undefined) return
    const watch = setInterval(() => {
      if (!existsSync(interruptOn)) return
      clearInterval(watch)
      child.kill('SIGINT')
    }, 10)
    child.on('close', () => { clearInterval(watch) })
  })
}

let folder = ''
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'specparse-test-')) })
afterAll(() => { rmSync(folder, { recursive: true }) })

function file(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

describe('results', () => {
  test('Markdown on standard output, nothing on standard error', async () => {
    const { status, stdout, stderr } = await specparse([PAPER, '--pages', '1'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/^# Reading the Tide/)
  })

  test('JSON and statistics in files, whole documents from standard input', async () => {
    const [output, stats] = [join(folder, 'out.json'), join(folder, 'stats.json')]
    const run = await specparse(['-', '-o', output, '--stats', stats, '--effort', 'draft'], { stdin: readFileSync(PAPER) })
    expect(run).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(documentSchema.parse(JSON.parse(readFileSync(output, 'utf8'))).pages).toHaveLength(2)
    expect(JSON.parse(readFileSync(stats, 'utf8'))).toMatchObject({
      pages: 2, failures: 0, tokens: 0, forwards: 0, tokensPerForward: 0, meanAcceptanceLength: 0,
      seconds: { draft: expect.any(Number), verify: 0, total: expect.any(Number) },
    })
  })

  test('pictures are linked from where the output is', async () => {
    const paper = file('figures.pdf', pdfFile([{ content: 'BT /F1 12 Tf 72 600 Td (A square:) Tj ET q 144 0 0 72 72 500 cm /Im Do Q' }]))
    const output = join(folder, 'figures.md')
    const run = await specparse([paper, '-o', output, '--effort', 'draft', '--images', join(folder, 'all', 'figures')])
    expect(run).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(readFileSync(output, 'utf8')).toBe('A square:\n\n![](all/figures/figures-p1-1.png)\n')
    expect(existsSync(join(folder, 'all/figures/figures-p1-1.png'))).toBe(true)
  })

  test('--compare proves the output and measures the speed', async () => {
    const stats = join(folder, 'compare.json')
    const { status, stderr } = await specparse([LETTER, '--compare', '--stats', stats])
    expect(status).toBe(0)
    expect(stderr).toMatch(/identical to plain decoding +yes/)
    expect(JSON.parse(readFileSync(stats, 'utf8'))).toMatchObject({
      identical: true, divergences: [], speedup: { decode: expect.any(Number), endToEnd: expect.any(Number) },
      seconds: { draft: expect.any(Number), verify: expect.any(Number), plain: expect.any(Number), total: expect.any(Number) },
    })
  })

  test('several documents go to a folder; a bad one does not stop the others', async () => {
    const out = join(folder, 'out')
    const { status, stderr } = await specparse([PAPER, file('broken.pdf', '%PDF-1.7\ngarbage'), '-o', out, '--effort', 'draft'])
    expect(status).toBe(8)
    expect(stderr).toMatch(/^specparse: CORRUPT_PDF: .*broken\.pdf.*\n$/)
    expect(readdirSync(out)).toEqual(['two-column-paper.md'])
  })
})

describe('folders and places', () => {
  test('a folder is parsed with its subfolders; documents that share a name keep their extension', async () => {
    const [papers, out] = [join(folder, 'papers'), join(folder, 'parsed')]
    mkdirSync(join(papers, 'deep er'), { recursive: true })
    const page = (text: string): Buffer => pdfFile([{ content: `BT /F1 12 Tf 72 600 Td (${text}) Tj ET` }])
    writeFileSync(join(papers, 'é #1.pdf'), page('The first.'))
    writeFileSync(join(papers, 'é #2.pdf'), page('The second.'))
    writeFileSync(join(papers, 'deep er', 'é #2.pdf'), page('The third.'))
    cpSync(LETTER, join(papers, 'é #1.png'))
    writeFileSync(join(papers, 'notes.txt'), 'not a document')
    expect(await specparse([papers, '-o', out, '--effort', 'draft', '--ocr', 'tesseract'])).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(readdirSync(out, { recursive: true }).sort()).toEqual(['deep er', join('deep er', 'é #2.md'), 'é #1.pdf.md', 'é #1.png.md', 'é #2.md'])
    expect(readFileSync(join(out, 'deep er', 'é #2.md'), 'utf8')).toBe('The third.\n')
  })

  test('a result replaces neither its input nor a device, and follows links', async () => {
    const paper = file('own.pdf', readFileSync(PAPER))
    expect(await specparse([paper, '-o', paper])).toMatchObject({ status: 2, stderr: expect.stringMatching(/would be overwritten by its own result/) })
    const [real, link] = [file('real.md', 'old'), join(folder, 'link.md')]
    symlinkSync(real, link)
    expect(await specparse([paper, '-o', link, '--effort', 'draft'])).toMatchObject({ status: 0 })
    expect(readFileSync(real, 'utf8')).toMatch(/^# Reading the Tide/)
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const [run, read] = await Promise.all([specparse([paper, '-o', pipe, '--effort', 'draft']), readFile(pipe, 'utf8')])
    expect(run).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(read).toMatch(/^# Reading the Tide/)
    expect(statSync(pipe).isFIFO()).toBe(true)
  })
})

describe('errors: one line with a code, an exit status, nothing half-written', () => {
  const cases: [string, () => string[], string, number][] = [
    ['missing file', () => ['no-such.pdf'], 'INPUT_NOT_FOUND', 3],
    ['zero-byte file', () => [file('empty.pdf', '')], 'INPUT_UNSUPPORTED', 3],
    ['text file named .pdf', () => [file('text.pdf', 'just some text')], 'INPUT_UNSUPPORTED', 3],
    ['corrupt PDF', () => [file('corrupt.pdf', readFileSync(PAPER).subarray(0, 2000))], 'CORRUPT_PDF', 3],
    ['unknown option', () => [PAPER, '--efort', 'full'], 'CONFIG_INVALID', 2],
    ['unknown verifier', () => [PAPER, '--verifier', 'gpt'], 'CONFIG_INVALID', 2],
    ['several documents without a folder to go to', () => [PAPER, LETTER], 'CONFIG_INVALID', 2],
    ['two documents of one name', () => [PAPER, PAPER, '-o', join(folder, 'twice')], 'CONFIG_INVALID', 2],
    ['one file for the statistics of several', () => [PAPER, LETTER, '-o', join(folder, 'both'), '--stats', join(folder, 's.json')], 'CONFIG_INVALID', 2],
    ['a folder without documents', () => ['src/cli', '-o', join(folder, 'none')], 'INPUT_NOT_FOUND', 3],
    ['unwritable output', () => [PAPER, '-o', join(folder, 'no', 'such', 'folder.md')], 'OUTPUT_FAILED', 7],
    ['a URL without --remote', () => ['https://example.org/a.pdf'], 'CONFIG_INVALID', 2],
    ['language data that is not installed', () => [LETTER, '--lang', 'fin'], 'MISSING_DEPENDENCY', 6],
    ['wrong model folder', () => [LETTER, '--verifier', 'onnx:/nowhere'], 'VERIFIER_UNAVAILABLE', 6],
  ]

  test.each(cases)('%s', async (_, args, code, expected) => {
    const { status, stdout, stderr } = await specparse(args())
    expect(status).toBe(expected)
    expect(stdout).toBe('')
    expect(stderr).toMatch(new RegExp(`^specparse: ${code}: [^\\n]+\\n$`))
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  // The interrupt comes when the first document is there and the second is in Tesseract's hands, however slow the machine is.
  test('Ctrl-C ends everything: what was finished stays whole, nothing else is left', async () => {
    const [output, scans] = [join(folder, 'interrupted'), [1, 2, 3, 4, 5, 6, 7, 8].map((i) => file(`scan-${i}.png`, readFileSync(LETTER)))]
    const { status, stderr } = await specparse([PAPER, ...scans, '-o', output, '--ocr', 'tesseract'], { interruptOn: join(output, 'two-column-paper.md') })
    expect({ status, stderr }).toEqual({ status: 130, stderr: 'specparse: ABORTED: stopped before the end\n' })
    expect(readFileSync(join(output, 'two-column-paper.md'), 'utf8')).toMatch(/^# Reading the Tide[^]*\n$/)
    expect(readdirSync(output)).not.toContain('scan-8.md')
    expect(readdirSync(output).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
