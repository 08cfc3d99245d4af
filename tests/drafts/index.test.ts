import { expect, test } from 'vitest'
import { createDraftSources } from '../../drafts/index.ts'
import { resolveConfig } from '../../src/config.ts'

test.each([
  ['auto', 'eng', 'auto'], ['auto', 'xyz', 'ocr'], ['nano', 'xyz', 'nano'], ['tesseract', 'xyz', 'ocr'],
] as const)('the text layer is asked before %s in %s; languages are missed only when OCR is asked', async (ocr, language, id) => {
  const sources = await createDraftSources(resolveConfig({ languages: [language], ocr }))
  expect(sources.map((source) => source.id)).toEqual(['text-layer', id])
  await Promise.all(sources.map((source) => source.close()))
})
