// How the engines of the trace pairs write Markdown, so that a draft can be rewritten in the way of the target.
import { createMarkdown } from '../../src/formats/markdown.ts'
import { DOCLING, HUMAN, MARKER, MINERU, MINERU_VLM, MODEL, OURS, PYMUPDF4LLM } from '../../src/formats/markdown-style.ts'
import type { OutputFormat, WrittenBlock, WrittenPage } from '../../src/seams/output-format.ts'
import { findProfile } from '../../verifiers/profiles/index.ts'

const FORMATS: Readonly<Record<string, OutputFormat>> = Object.fromEntries(Object.entries({
  ours: OURS, docling: DOCLING, marker: MARKER, human: HUMAN, pymupdf4llm: PYMUPDF4LLM, 'MinerU pipeline': MINERU, 'MinerU VLM': MINERU_VLM,
}).map(([name, style]) => [name, createMarkdown(name, style)]))
/** Models of which no more is known than that they write Markdown. */
const ANY_MODEL = createMarkdown('model', MODEL)

/** The traces do not say how large their pages are: A4, and an image at 144 dpi. */
const PAGE: WrittenPage = { box: { x0: 0, y0: 0, x1: 595, y1: 842 }, kind: null, image: { width: 1190, height: 1684 } }

/** `draft` as `target` would write it; null = it is not known how the draft's engine writes. */
export function rewrite(draft: string, from: string, target: string): string | null {
  const reader = FORMATS[from]
  return reader === undefined ? null : writeAs(target, reader.read(draft, PAGE), PAGE)
}

/** A page's blocks as `target` would write them. */
export function writeAs(target: string, blocks: readonly WrittenBlock[], page: WrittenPage): string {
  return (FORMATS[target] ?? findProfile(target)?.format ?? ANY_MODEL).write(blocks, page)
}
