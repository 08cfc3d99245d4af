// Imports only point down: model -> seams -> formats -> { input, regions, decode, assemble, output, drafts, verifiers } -> parser -> bench -> cli.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Lower number = lower layer. Files directly in src are named; folders stand for what is in them. */
const LAYERS: Readonly<Record<string, number>> = {
  'src/errors.ts': 0, 'src/worker-file.ts': 0, 'src/package-folder.ts': 0, 'src/busy-clock.ts': 0, 'src/make-folder.ts': 0, 'src/config.ts': 1, 'src/thread.ts': 1, 'src/loaded.ts': 1, 'src/model': 2, 'src/seams': 3, 'src/formats': 3.5,
  'src/input': 4, 'src/regions': 4, 'src/decode': 4, 'src/assemble': 4, 'src/output': 4, 'src/align-words.ts': 2, 'src/merge-readings.ts': 3.5, 'src/settle.ts': 4, drafts: 4, verifiers: 4,
  'src/cost-store.ts': 5, 'src/target.ts': 6, 'src/verify': 5, 'src/document-context.ts': 5, 'src/parse-page.ts': 6.5, 'src/summary.ts': 6, 'src/parser.ts': 7, 'src/index.ts': 8, bench: 9, 'src/cli': 10,
}

function layerOf(file: string): { unit: string, layer: number } {
  const unit = Object.keys(LAYERS).find((name) => file === name || file.startsWith(`${name}/`))
  if (unit === undefined) throw new Error(`${file} belongs to no layer: add it to LAYERS`)
  return { unit, layer: LAYERS[unit] ?? 0 }
}

function sources(): string[] {
  return ['src', 'drafts', 'verifiers'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => join(folder, name)))
}

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => relative('.', join(dirname(file), match[1] ?? '')))
}

test('imports only point down, and layers of equal height do not know one another', () => {
  const wrong = sources().flatMap((file) => imports(file).flatMap((target) => {
    const [from, to] = [layerOf(file), layerOf(target)]
    const allowed = from.unit === to.unit || to.layer < from.layer
    return allowed ? [] : [`${file} imports ${target}`]
  }))
  expect(wrong).toEqual([])
})

test('concrete drafts and verifiers are known to the parser and the doctor only, through their registries', () => {
  const knowing = sources().filter((file) => file.startsWith('src/')).flatMap((file) =>
    imports(file).filter((target) => /^(drafts|verifiers)\//.test(target)).map((target) => `${file} -> ${target}`))
  expect(knowing.sort()).toEqual(['src/cli/doctor.ts -> verifiers/index.ts', 'src/parser.ts -> drafts/index.ts', 'src/parser.ts -> verifiers/index.ts'])
})

test('files stay short', () => {
  expect(sources().filter((file) => readFileSync(file, 'utf8').split('\n').length > 300)).toEqual([])
})
