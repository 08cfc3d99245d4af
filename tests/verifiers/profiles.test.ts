import { describe, expect, it } from 'vitest'
import { exactLongestSide, patched, smartResize, tiled } from '../../verifiers/profiles/image-rule.ts'
import { findProfile, PROFILES, renderPrompt } from '../../verifiers/profiles/index.ts'

describe('the registry of profiles', () => {
  it.each([
    ['rednote-hilab/dots.ocr', 'dots.ocr'], ['/models/dots.ocr-1.5', 'dots.ocr'], ['ibm-granite/granite-docling-258M-ONNX', 'granite-docling'],
    ['docling-project/SmolDocling-256M-preview', 'smoldocling'], ['meta-llama/Llama-3-8B', undefined],
    ['tencent/HunyuanOCR', 'hunyuan-ocr'], ['PaddlePaddle/PaddleOCR-VL-1.6', 'paddleocr-vl'], ['opendatalab/MinerU2.5-2509-1.2B', 'mineru2.5'],
    ['deepseek-ai/DeepSeek-OCR-2', 'deepseek-ocr'], ['glm-ocr', 'glm-ocr'], ['lightonai/LightOnOCR-2-1B', 'lightonocr'],
    ['allenai/olmOCR-2-7B-1025-FP8', 'olmocr-2'], ['Qwen/Qwen3-VL-8B-Instruct', 'qwen3-vl'],
  ])('knows %s as %s', (served, id) => {
    expect(findProfile(served)?.id).toBe(id)
  })

  it.each(PROFILES)('$id is complete', (profile) => {
    expect(findProfile(profile.names[0] ?? '')).toBe(profile)
    expect(profile.sources.length).toBeGreaterThan(0)
    const prompts = [profile.prompts.page, ...Object.values(profile.prompts.regions)].filter((text) => text !== null)
    expect(prompts.length).toBeGreaterThan(0)
    for (const text of prompts) {
      const rendered = renderPrompt(profile, text)
      expect(rendered.split(profile.prompts.imagePlaceholder)).toHaveLength(2)
      expect(rendered).toContain(text)
      expect(rendered).not.toMatch(/\{(?:system|image|text)\}/)
    }
    const seen = profile.image.see(profile.image.send({ width: 1654, height: 2339 }, null))
    expect(seen.width / seen.height).toBeGreaterThan(0.3)
    expect(Number.isInteger(seen.width) && Number.isInteger(seen.height)).toBe(true)
  })
})

describe('image rules', () => {
  // Expected sizes from qwen-vl-utils' smart_resize and from Idefics3ImageProcessor, computed by hand.
  it('resizes as Qwen2-VL does', () => {
    const rule = smartResize({ factor: 28, minPixels: 3136, maxPixels: 11_289_600 })
    expect(rule({ width: 1654, height: 2339 })).toEqual({ width: 1652, height: 2352 })
    expect(rule({ width: 10, height: 10 })).toEqual({ width: 56, height: 56 })
    expect(rule({ width: 5000, height: 7000 })).toEqual({ width: 2828, height: 3948 })
    expect(rule({ width: 42, height: 14_000 })).toEqual({ width: 56, height: 14_000 })
  })

  it('rounds up to patches as Pixtral does', () => {
    expect(patched({ side: 1540, patch: 28 })({ width: 1654, height: 2339 })).toEqual({ width: 1092, height: 1540 })
    expect(patched({ side: 1540, patch: 28 })(exactLongestSide(1540)({ width: 400, height: 200 }))).toEqual({ width: 1540, height: 784 })
  })

  it('hands pages to MinerU2.5 as squares, and crops enlarged and padded', () => {
    const send = findProfile('MinerU2.5-2509-1.2B')?.image.send
    expect(send?.({ width: 1654, height: 2339 }, null)).toEqual({ width: 1036, height: 1036 })
    expect(send?.({ width: 1000, height: 10 }, 'text')).toEqual({ width: 1400, height: 28 })
  })

  it('tiles as Idefics3 does', () => {
    expect(tiled({ side: 2048, tile: 512 })({ width: 1654, height: 2339 })).toEqual({ width: 1536, height: 2048 })
    expect(tiled({ side: 2048, tile: 512 })({ width: 400, height: 100 })).toEqual({ width: 2048, height: 512 })
  })
})
