// Tiny random models in the layout of public ONNX exports, made by scripts/tiny-exports, and what PyTorch reads with them.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { VerifyInput } from '../../src/seams/verifier.ts'
import type { Verifier } from '../../src/seams/verifier.ts'
import type { Dtype } from '../../verifiers/onnx/export-folder.ts'
import { openExport } from '../../verifiers/onnx/open-folder.ts'

/** What the reference was asked; see make.py. */
export const EXPORTS = [
  { name: 'idefics3', prompt: 'Convert this page to docling.' },
  { name: 'lighton-ocr', prompt: '' },
  { name: 'qwen2-vl', prompt: 'OCR:' },
  { name: 'donut', prompt: '<s_cord-v2>' },
] as const

export type ExportName = (typeof EXPORTS)[number]['name']

/** The processors come from an optional peer. */
export const HAS_PEER = existsSync('node_modules/@huggingface/transformers')

export const exportFolder = (name: string): string => join('tests/fixtures/exports', name)

export function openTiny(name: ExportName, dtype: Dtype = 'fp32'): Promise<Verifier> {
  const prompt = EXPORTS.find((one) => one.name === name)?.prompt ?? ''
  return openExport(exportFolder(name), { name, dtype, prompt, threads: 1 })
}

/** Pixels that look like nothing; `picture` in make.py draws the one with seed 0. */
export function exportPicture(width: number, height: number, seed = 0): VerifyInput {
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    return (x * 37 + y * 91 + x * y % 29 * 11 + seed * 53 * (x + 1)) % 256
  })
  return { image: { width, height, dpi: 72, data }, kind: null }
}

export interface Reference {
  readonly image: { readonly width: number, readonly height: number }
  readonly promptIds: readonly number[]
  /** Greedy output, stop token included. */
  readonly output: readonly number[]
  /** After the prompt, before any penalty. */
  readonly logits: readonly number[]
  readonly pixelValues: { readonly dims: readonly number[], readonly base64: string }
}

export function readReference(name: string): Reference & { readonly pixels: Float32Array } {
  const reference = JSON.parse(readFileSync(join(exportFolder(name), 'reference.json'), 'utf8')) as Reference
  const bytes = Buffer.from(reference.pixelValues.base64, 'base64')
  return { ...reference, pixels: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) }
}
