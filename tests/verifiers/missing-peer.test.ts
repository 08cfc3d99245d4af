import { expect, test, vi } from 'vitest'
import { loadTransformers } from '../../verifiers/onnx/image-processor.ts'

vi.mock('@huggingface/transformers', () => { throw new Error('Cannot find package') })

test('without the optional peer, the command that installs it', async () => {
  await expect(loadTransformers()).rejects.toMatchObject({ code: 'MISSING_DEPENDENCY', message: expect.stringContaining('npm install @huggingface/transformers') as string })
})
