// Characters as PDFs store them, made plain: ligatures and presentation forms opened, spaces unified, controls dropped.

/** Radicals, ligatures, shaped Arabic and Hebrew letters, punctuation turned for vertical text: glyph shapes of ordinary characters. */
const PRESENTATION_FORMS = /[\u2F00-\u2FD5\uFB00-\uFDFF\uFE10-\uFE19\uFE30-\uFE4F\uFE70-\uFEFC]+/gu
/** Radicals that fonts share with a character, without a decomposition (Unicode's EquivalentUnifiedIdeograph.txt). */
const RADICALS: Readonly<Record<string, string>> = {
  '⺠': '民', '⻁': '虎', '⻄': '西', '⻅': '见', '⻆': '角', '⻉': '贝', '⻋': '车', '⻓': '长', '⻔': '门', '⻘': '青', '⻚': '页', '⻛': '风', '⻜': '飞',
  '⻝': '食', '⻢': '马', '⻣': '骨', '⻤': '鬼', '⻥': '鱼', '⻦': '鸟', '⻧': '卤', '⻨': '麦', '⻩': '黄', '⻬': '齐', '⻮': '齿', '⻰': '龙', '⻳': '龟',
}
/** Every blank that Unicode knows, and tabs and line ends. */
const SPACES = /[\s\u00A0\u2000-\u200A\u202F\u205F\u3000]+/gu
/** C0 and C1 controls, zero-width marks that join nothing, direction marks. Joiners (200C, 200D) change letters, so they stay. */
const DROPPED = /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu

const PLAIN = /^[!-~]*$/

/** Example: 'ﬁve\u00A0\u00ADtimes' becomes 'five -times' (a soft hyphen that is drawn is a hyphen). */
export function cleanText(text: string): string {
  // most words
  if (PLAIN.test(text)) return text
  return text
    .replace(SPACES, ' ')
    .replace(PRESENTATION_FORMS, (forms) => forms.normalize('NFKC'))
    .replace(/[\u2E80-\u2EFF]/gu, (radical) => RADICALS[radical] ?? radical)
    .replace(/\u00AD/gu, '-')
    // two single quotation marks are how old typesetting systems draw one double
    .replaceAll('‘‘', '“').replaceAll('’’', '”')
    .replace(DROPPED, '')
    .normalize('NFC')
}

/** Scripts written without spaces between words: kana, Han, fullwidth forms, and their punctuation. */
export const UNSPACED = /[\u3000-\u30FF\u3400-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF\u{20000}-\u{3FFFF}]/u
