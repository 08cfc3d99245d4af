import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseHTML } from 'linkedom'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCorpusRun, writeCorpusReport } from '../../bench/report/corpus-report.ts'

const RUN = {
  benchmark: 'corpus',
  effort: 'auto',
  documents: 3,
  pages: 9,
  failed: [{ id: 'broken.pdf', code: 'CORRUPT_PDF' }],
  crashed: 0,
  cer: { scansDraft: 0.2, scansAuto: 0.1 },
  wer: { scansDraft: 0.4, scansAuto: 0.3 },
  cerAgainstMachine: { scansDraft: null, scansAuto: null },
  characterErrors: { 'a scan': { draft: 20, auto: 10, of: 100 }, 'another <scan>': { draft: 5, auto: 5, of: 50 } },
  textLayerError: 0.005,
  secondsPerPage: 1.5,
  peakRssMb: 400,
  commit: 'abc1234',
  machine: 'a machine',
  versions: { node: '20' },
  dataHash: '0123456789abcdef',
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'specparse-corpus-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('figures, a plot with both readings of every scan, failures', async () => {
  const output = join(folder, 'corpus.out')
  writeFileSync(output, `something else\n${JSON.stringify(RUN)}\n`)
  const path = await writeCorpusReport(join(folder, 'report'), await readCorpusRun(output))
  const { document } = parseHTML(readFileSync(path, 'utf8'))
  const rows = [...document.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent))
  expect(rows).toContainEqual(['character error, scans with a human transcription', '20.0%', '10.0%'])
  expect(rows).toContainEqual(['another <scan>', '50', '10.0%', '10.0%'])
  expect(rows).toContainEqual(['broken.pdf', 'CORRUPT_PDF'])
  expect(document.querySelectorAll('svg [aria-label=dot] circle')).toHaveLength(4)
  expect(JSON.parse(readFileSync(join(folder, 'report', 'report.json'), 'utf8'))).toEqual(RUN)
})

test('anything else is refused with a sentence', async () => {
  const other = join(folder, 'other.out')
  writeFileSync(other, JSON.stringify({ ...RUN, benchmark: 'peers' }))
  await expect(readCorpusRun(other)).rejects.toThrow('is not the output of a corpus run: benchmark')
  writeFileSync(other, 'no JSON')
  await expect(readCorpusRun(other)).rejects.toThrow('is not the output of a corpus run')
  await expect(readCorpusRun(join(folder, 'nowhere'))).rejects.toThrow('cannot read')
})
