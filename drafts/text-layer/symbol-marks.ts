// Marks of symbol fonts that PDFs leave in Unicode's private use (F0xx, the code in the font): bullets, checkboxes, arrows.
// Source: the code charts of Wingdings and Symbol, as word processors use them for lists.

const WINGDINGS: Readonly<Record<string, string>> = {
  '\uf06c': '●', '\uf06e': '■', '\uf06f': '☐', '\uf071': '❑', '\uf072': '❒', '\uf075': '◆', '\uf076': '❖', '\uf077': '◆', '\uf09f': '•', '\uf0a7': '▪',
  '\uf0a8': '☐', '\uf0d8': '➢', '\uf0e0': '→', '\uf0e8': '➔', '\uf0fb': '✗', '\uf0fc': '✓', '\uf0fd': '☒', '\uf0fe': '☑',
}
const SYMBOL: Readonly<Record<string, string>> = { '\uf0b7': '•', '\uf0a8': '◆', '\uf0ae': '→', '\uf0b0': '°', '\uf0b1': '±', '\uf0b4': '×', '\uf0a3': '≤', '\uf0b3': '≥' }
const PRIVATE = /[\uf020-\uf0ff]/g

/** The text with what its font is known to draw; Symbol's bullet is one in any face, since nothing else uses its code. */
export function readSymbols(text: string, fontName: string): string {
  return text.replace(PRIVATE, (mark) => tableOf(fontName)[mark] ?? mark)
}

const tableOf = (fontName: string): Readonly<Record<string, string>> =>
  /wingding/i.test(fontName) ? WINGDINGS : /symbol/i.test(fontName) ? SYMBOL : { '\uf0b7': '•' }
