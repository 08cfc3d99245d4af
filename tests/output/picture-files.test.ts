import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { streamDocument, parseDocument } from '../../src/parser.ts'
import { pdfFile } from '../support/pdf-file.ts'

let folder = ''
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'specparse-pictures-')) })
afterAll(() => { rmSync(folder, { recursive: true }) })

const words = (text: string): string => `BT /F1 12 Tf 72 600 Td (${text}) Tj ET`
const picture = (x: number, y: number): string => `q 144 0 0 72 ${x} ${y} cm /Im Do Q`
const PAGES = pdfFile([{ content: `${words('Words above the first picture.')} ${picture(72, 500)} ${picture(300, 300)}` }, { content: words('Nothing drawn.') }, { content: `${words('At last.')} ${picture(100, 100)}` }])

test('pictures become files, linked from Markdown and JSON', async () => {
  const images = join(folder, 'new', 'figures')
  const { markdown, blocks } = await parseDocument(PAGES, { effort: 'draft', images, imageLinks: 'my figures/' })
  const names = ['document-p1-1.png', 'document-p1-2.png', 'document-p3-1.png']
  expect(readdirSync(images).sort()).toEqual(names)
  expect(blocks.flatMap(({ image }) => image ?? [])).toEqual(names.map((name) => `my%20figures/${name}`))
  expect(markdown).toContain('Words above the first picture.\n\n![](my%20figures/document-p1-1.png)')
  for (const { markdown: own, span } of blocks) if (span !== null) expect(markdown.slice(span.start, span.end)).toBe(own)
  const { data, info } = await sharp(join(images, names[0]!)).raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([400, 200])
  expect(data[0]).toBeLessThan(50)
})

test('what is drawn is cut out as well, and its labels stay in the JSON', async () => {
  const images = join(folder, 'drawn')
  const chart = '2 w 100 300 m 200 420 l 300 310 l S BT /F1 9 Tf 180 340 Td (Peak) Tj ET'
  const { markdown, blocks } = await parseDocument(pdfFile([{ content: `${words('Words above the chart.')} ${chart}` }]), { effort: 'draft', images, imageLinks: '' })
  expect(markdown).toBe('Words above the chart.\n\n![](document-p1-1.png)')
  expect(blocks.filter(({ kind }) => kind === 'picture').map(({ text, image }) => ({ text, image }))).toEqual([{ text: 'Peak', image: 'document-p1-1.png' }])
  const { data, info } = await sharp(join(images, 'document-p1-1.png')).greyscale().raw().toBuffer({ resolveWithObject: true })
  expect([info.width / info.height > 1.5, data.some((grey) => grey < 50)]).toEqual([true, true])
})

test('streamed pages have them too, with the folder as it was given', async () => {
  const images = join(folder, 'streamed')
  const pages = []
  for await (const page of streamDocument(PAGES, { effort: 'draft', images })) pages.push(page.markdown)
  expect(pages[2]).toBe(`At last.\n\n![](${images}/document-p3-1.png)`)
})

test('a folder that cannot be written is an error before anything is read', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(parseDocument(PAGES, { effort: 'draft', images: file })).rejects.toMatchObject({ code: 'OUTPUT_FAILED' })
})

test.runIf(process.platform === 'linux')('nor does one that cannot be made keep anybody waiting', { timeout: 5000 }, () => {
  // in a process of its own, which can be ended where this one would spin
  const { status, signal, stderr } = spawnSync(process.execPath, ['dist/src/cli/main.js', '-', '--effort', 'draft', '--images', '/proc/nowhere/pictures'], { input: PAGES, timeout: 4000, killSignal: 'SIGKILL', encoding: 'utf8' })
  expect({ signal, stderr }).toEqual({ signal: null, stderr: expect.stringContaining('OUTPUT_FAILED: cannot write pictures to /proc/nowhere/pictures') as string })
  expect(status).not.toBe(0)
})
