import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'

const refusal = (message: RegExp): unknown => expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) })

test('defaults', () => {
  expect(readArguments(['a.pdf'])).toEqual({ inputs: ['a.pdf'], output: null, format: 'markdown', stats: null, review: null, debugLayout: null, images: null, progress: true, options: {} })
})

test('options reach the parser', () => {
  expect(readArguments(['a.pdf', '--lang', 'auto'])?.options).toEqual({ languages: ['auto'] })
  expect(readArguments(['a.pdf', '--pages', '2-4', '--effort', 'full', '--lang', 'eng+deu', '--ocr', 'nano', '--threads', '2', '--compare'])?.options)
    .toEqual({ pages: '2-4', effort: 'full', languages: ['eng', 'deu'], ocr: 'nano', threads: 2, compare: true })
})

test.each([
  [['a.pdf', '-o', 'x.json'], 'json'], [['a.pdf', '-o', 'x.md'], 'markdown'], [['a.pdf', '-f', 'json'], 'json'],
  [['a.pdf', '-o', 'x.json', '-f', 'markdown'], 'markdown'],
])('%j writes %s', (argv, format) => {
  expect(readArguments(argv)?.format).toBe(format)
})

test('- is standard input, and standard output', () => {
  expect(readArguments(['-', '-o', '-'])).toMatchObject({ inputs: ['-'], output: null })
})

test('--stats and --review go to a file, or to standard error', () => {
  expect(readArguments(['a.pdf', '--review', 'r.json'])?.review).toBe('r.json')
  expect(readArguments(['a.pdf', '--review'])?.review).toBe('stderr')
  expect(readArguments(['a.pdf', '--stats', 's.json'])?.stats).toBe('s.json')
  expect(readArguments(['a.pdf', '--stats'])?.stats).toBe('stderr')
})

test.each([
  [[], /missing required argument/],
  [['a.pdf', '--efort', 'full'], /unknown option '--efort'.*--effort/],
  [['a.pdf', '--effort', 'hard'], /Allowed choices are draft, auto, full/],
  [['--review', 'a.pdf'], /--review.*a\.pdf.*file that ends in \.json/],
  [['--stats', 'a.pdf', 'b.pdf'], /--stats.*a\.pdf.*file that ends in \.json/],
  [['a.pdf', '--threads', 'two'], /--threads.*not a number/],
])('refuses %j', (argv, message) => {
  expect(() => readArguments(argv)).toThrow(refusal(message))
})

test('the demo of package.json asks for what the command has', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  const demo = scripts['demo']?.split('dist/src/cli/main.js ')[1]?.split(' ') ?? []
  expect(readArguments(demo)).toMatchObject({ inputs: ['samples/scanned-letter.png'], options: { compare: true } })
})
