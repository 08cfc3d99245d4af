import { describe, expect, it } from 'vitest'
import { joinLines, vocabularyOf } from '../../src/formats/join-lines.ts'

const none = new Set<string>()

describe('joinLines', () => {
  it.each([
    [['one', 'two'], 'one two'],
    [['exam-', 'ple'], 'example'],
    [['soft\u00ad', 'ware'], 'software'],
    [['Anglo-', 'American'], 'Anglo-American'],
    [['2010-', '2011'], '2010-2011'],
    [['a dash —', 'spaced'], 'a dash — spaced'],
    [['tight—', 'dash'], 'tight—dash'],
    [['state-of-the-', 'art'], 'state-of-the-art'],
    [['漢字の', '文章'], '漢字の文章'],
    [['漢字', 'and Latin'], '漢字 and Latin'],
    [['한국어', '문장'], '한국어 문장'],
    [['', ' kept ', ''], 'kept'],
    [['minus -', 'sign'], 'minus - sign'],
    [[], ''],
  ])('%j', (lines, text) => expect(joinLines(lines, none)).toBe(text))

  it('keeps a hyphen that the page writes elsewhere', () => {
    const lines = ['this is a well-', 'known rule']
    expect(joinLines(lines, vocabularyOf(['A well-known fact.', ...lines]))).toBe('this is a well-known rule')
    expect(joinLines(lines, vocabularyOf(lines))).toBe('this is a wellknown rule')
    expect(joinLines(['exam-', 'ple'], vocabularyOf(['an example', 'exam-ple']))).toBe('example')
  })

  it('does not take the halves of a broken word for words', () => {
    expect(vocabularyOf(['a broken exam-'])).toEqual(new Set(['a', 'broken']))
  })
})
