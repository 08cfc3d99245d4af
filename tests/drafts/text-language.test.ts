import { expect, test } from 'vitest'
import { languageOfText } from '../../drafts/ocr/text-language.ts'

test.each([
  ['the old bridge should be repaired before winter', ['spa', 'eng', 'fra'], 'eng'],
  ['vor dem Winter soll die alte Brucke ausgebessert werden', ['eng', 'nld', 'deu'], 'deu'],
  ['brua skal repareres før vinteren, sa han, og det blir dyrt for oss alle', ['eng', 'nor'], 'nor'],
  ['Комітет вирішив, що старий міст треба полагодити', ['rus', 'ukr'], 'ukr'],
] as const)('%s', (text, candidates, language) => {
  expect(languageOfText(text, [...candidates])).toBe(language)
})

test('the first candidate stands where a text is too short, or its language is not known by trigrams', () => {
  expect(languageOfText('12 mm', ['fra', 'eng'])).toBe('fra')
  expect(languageOfText('the old bridge should be repaired', ['frk', 'eng'])).toBe('frk')
  expect(languageOfText('', ['deu'])).toBe('deu')
})
