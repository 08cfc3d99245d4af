import { expect, test } from 'vitest'
import { createDraftSources } from '../../drafts/index.ts'
import { resolveConfig } from '../../src/config.ts'

test('the text layer is asked before OCR, whose languages are missed only when it is asked', async () => {
  const sources = await createDraftSources(resolveConfig({ languages: ['xyz'] }))
  expect(sources.map(({ id }) => id)).toEqual(['text-layer', 'ocr'])
  await Promise.all(sources.map((source) => source.close()))
})
