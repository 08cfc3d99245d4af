import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { configHash, resolveConfig, selectPages } from '../src/config.ts'

describe('resolveConfig', () => {
  test('fills in defaults', () => {
    expect(resolveConfig({})).toMatchObject({ effort: 'auto', pages: null, languages: ['eng'], verifier: 'nano', remote: false, limits: { pages: 5000 } })
    expect(resolveConfig({ limits: { pages: 3 } }).limits).toMatchObject({ pages: 3, pixels: 100_000_000 })
  })

  test.each([
    [{ effort: 'hard' }, /option effort/], [{ efort: 'full' }, /efort/], [{ threads: 0 }, /option threads/],
    [{ languages: ['../eng'] }, /option languages\.0/], [{ languages: ['auto', 'eng'] }, /option languages: auto stands alone/], [{ limits: { pages: -1 } }, /option limits\.pages/],
  ])('refuses %j and names the option', (options, message) => {
    expect(() => resolveConfig(options as never)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) }))
  })

  test('the hash follows what can change the result', () => {
    const hash = configHash(resolveConfig({}))
    expect(configHash(resolveConfig({ threads: 3, password: 'x' }))).toBe(hash)
    expect(configHash(resolveConfig({ effort: 'full' }))).not.toBe(hash)
  })
})

describe('selectPages', () => {
  test.each([
    [null, 3, [1, 2, 3]], ['2', 3, [2]], ['1-2', 3, [1, 2]], ['2-', 4, [2, 3, 4]], ['3,1,1-2', 3, [1, 2, 3]],
    [' 1 , 3 ', 3, [1, 3]], ['2-99', 3, [2, 3]], ['7-,2', 3, [2]],
  ])('%j of %i pages', (range, count, pages) => {
    expect(selectPages(range, count)).toEqual(pages)
  })

  test.each(['', 'a', '1-2-3', '-3', '0', '3-1', '1;2', '9', '1.5'])('refuses %j', (range) => {
    expect(() => selectPages(range, 3)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  test('any text is a range or an error, and pages are ascending, within the document and not doubled', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-, '), maxLength: 8 }), fc.integer({ min: 1, max: 30 }), (range, count) => {
      let pages: number[]
      try {
        pages = selectPages(range, count)
      } catch {
        return
      }
      expect(pages).toEqual([...new Set(pages)].sort((a, b) => a - b))
      expect(pages[0]).toBeGreaterThanOrEqual(1)
      expect(pages.at(-1)).toBeLessThanOrEqual(count)
    }))
  })
})

