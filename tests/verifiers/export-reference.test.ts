// Public exports against PyTorch: the same weights, the same image, the same tokens.
import { describe, expect, test } from 'vitest'
import { EMPTY_TREE, linearTree } from '../../src/model/tokens.ts'
import type { Verdict } from '../../src/seams/verifier.ts'
import { type Export, readExport } from '../../verifiers/onnx/export-folder.ts'
import { ExportModel } from '../../verifiers/onnx/export-model.ts'
import { loadPrompt } from '../../verifiers/onnx/export-prompt.ts'
import { type ImageProcessor, loadImageProcessor, loadTransformers } from '../../verifiers/onnx/image-processor.ts'
import { readTokenizer } from '../../verifiers/onnx/model-folder.ts'
import { imageText, promptPositions } from '../../verifiers/onnx/prompt-layout.ts'
import { type ExportName, EXPORTS, exportFolder, exportPicture, HAS_PEER, readReference } from '../support/exports.ts'

/** A model in this thread that sees exactly the pixels that PyTorch saw. */
async function loadWithPixels(name: ExportName, prompt: string, change: (config: Export) => Export = (config) => config): Promise<ExportModel> {
  const folder = exportFolder(name)
  const reference = readReference(name)
  const transformers = await loadTransformers()
  const real = await loadImageProcessor(folder, transformers)
  const process: ImageProcessor = async (image) => {
    const processed = await real(image)
    // the image that encoder-decoders are probed with is another
    if (image.width !== reference.image.width || image.height !== reference.image.height) return processed
    return { ...processed, tensors: { ...processed.tensors, pixel_values: { type: 'float32', data: reference.pixels, dims: reference.pixelValues.dims } } }
  }
  const config = change(readExport(folder, 'fp32'))
  const template = config.architecture === 'cross' ? '{text}' : null
  const parts = { process, tokenizer: readTokenizer(folder, { keepSpecial: true }), prompt: await loadPrompt(folder, { page: prompt, regions: {}, template }, transformers) }
  return ExportModel.load(config, parts, 1)
}

const best = ({ ids, k }: Verdict): number[] => Array.from({ length: ids.length / k }, (_, row) => ids[row * k] ?? -1)

describe.skipIf(!HAS_PEER).each(EXPORTS)('$name', ({ name, prompt }) => {
  const reference = readReference(name)
  const input = exportPicture(reference.image.width, reference.image.height)

  test('its logits after image and prompt are those of the reference', async () => {
    const model = await loadWithPixels(name, prompt, (config) => ({ ...config, generation: { eos_token_id: config.generation.eos_token_id, forced_eos_token_id: [] } }))
    await model.open([1], [input])
    const [verdict] = await model.verify([{ id: 1, draft: EMPTY_TREE }])
    const top = Math.max(...reference.logits)
    const total = top + Math.log(reference.logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0))
    const order = reference.logits.map((logit, id) => ({ id, logprob: logit - total })).sort((a, b) => b.logprob - a.logprob)
    expect([...verdict?.ids ?? []]).toEqual(order.slice(0, 4).map(({ id }) => id))
    verdict?.logprobs.forEach((logprob, rank) => expect(logprob).toBeCloseTo(order[rank]?.logprob ?? NaN, 3))
  })

  test('token by token it writes what the reference writes, its generation config included', async () => {
    const model = await loadWithPixels(name, prompt)
    await model.open([1], [input])
    const output: number[] = []
    while (output.length < reference.output.length) {
      const [verdict] = await model.verify([{ id: 1, draft: EMPTY_TREE }])
      const next = verdict?.ids[0] ?? -1
      output.push(next)
      model.apply({ kind: 'commit', id: 1, path: [], next })
    }
    expect(output).toEqual(reference.output)
  })

  test('verified in one forward, too', async () => {
    const model = await loadWithPixels(name, prompt)
    await model.open([1], [input])
    const [verdict] = await model.verify([{ id: 1, draft: linearTree(Int32Array.from(reference.output.slice(0, -1))) }])
    expect(verdict === undefined ? [] : best(verdict)).toEqual(reference.output)
  })

  test('where its length ends it stops, and a draft that goes on changes nothing', async () => {
    const room = 3
    const model = await loadWithPixels(name, prompt, (config) => ({ ...config, maxLength: reference.promptIds.length + room }))
    await model.open([1, 2], [input, input])
    const [stop] = readExport(exportFolder(name), 'fp32').generation.eos_token_id
    const draft = Int32Array.from(reference.output.slice(0, 6))
    const parents = model.capabilities.trees ? Int32Array.of(-1, 0, 1, 2, 3, 0) : Int32Array.of(-1, 0, 1, 2, 3, 4)
    const [linear, tree] = await Promise.all([linearTree(draft), { ids: draft, parents }].map(async (one, i) => (await model.verify([{ id: i + 1, draft: one }]))[0]))
    const expected = [...reference.output.slice(0, room), stop]
    for (const verdict of [linear, tree]) expect(verdict === undefined ? [] : best(verdict).slice(0, room + 1)).toEqual(expected)
  })

  test('its image processor gives the same pixels', async () => {
    const process = await loadImageProcessor(exportFolder(name), await loadTransformers())
    const { tensors } = await process(input.image)
    const pixels = tensors['pixel_values']
    expect(pixels?.dims).toEqual(reference.pixelValues.dims)
    // The last tile of Idefics3 is the whole image made smaller: Lanczos there, bilinear here.
    const same = name === 'idefics3' ? reference.pixels.length * 2 / 3 : reference.pixels.length
    for (let i = 0; i < same; i++) expect(Math.abs(Number(pixels?.data[i]) - (reference.pixels[i] ?? NaN))).toBeLessThan(1e-5)
  })
})

describe('the image in the prompt', () => {
  test.each(EXPORTS.slice(0, 3))('$name: ids as the reference lays them out', ({ name, prompt }) => {
    const { promptIds } = readReference(name)
    const tokenizer = readTokenizer(exportFolder(name), { keepSpecial: true })
    const { imageToken } = readExport(exportFolder(name), 'fp32')
    const token = tokenizer.decode([imageToken])
    const features = promptIds.filter((id) => id === imageToken).length
    const layout = { features, grid: null, tiles: name === 'idefics3' ? { rows: 1, columns: 2 } : null }
    expect(tokenizer.decode(promptIds)).toContain(`${imageText(token, layout)}${name === 'qwen2-vl' ? '<|vision_end|>' : ''}${prompt}`)
    expect([...tokenizer.encode(tokenizer.decode(promptIds))]).toEqual(promptIds)
  })

  test('an image in one tile', () => {
    expect(imageText('I', { features: 3, grid: null, tiles: { rows: 0, columns: 0 } })).toBe('<fake_token_around_image><global-img>III<fake_token_around_image>')
  })

  test('positions with and without a grid', () => {
    const layout = { features: 4, tiles: null, grid: { rows: 2, columns: 2 } }
    expect(promptPositions([5, 9, 9, 9, 9, 6, 7], 9, layout)).toEqual({ axes: [[0, 1, 1, 1, 1, 3, 4], [0, 1, 1, 2, 2, 3, 4], [0, 1, 2, 1, 2, 3, 4]], next: 5 })
    expect(promptPositions([5, 9, 9, 6], 9, { ...layout, grid: null })).toEqual({ axes: [[0, 1, 2, 3]], next: 4 })
  })
})
