// How Markdown is written: every engine and model has its own way. Ours is the one that blocks carry.
import { escapeHtml, escapeInline } from './escape-markdown.ts'
import { PLAIN_HTML, type HtmlTableStyle } from './html-table.ts'
import type { InlineStyle } from './inline.ts'
import { PLAIN_PIPES, type PipeTableStyle } from './pipe-table.ts'

export interface MarkdownStyle {
  /** 'levels': as many # as the heading is deep, a title one; otherwise what stands before every heading. */
  readonly headings: { readonly title: string, readonly heading: 'levels' | string }
  /** Paragraphs in bold alone are headings: engines that know no headings write them so. Reading only. */
  readonly boldHeadings: boolean
  /** Paragraphs that stop in the middle of a sentence go on in the next one. Reading only. */
  readonly rejoin: boolean
  readonly bullet: string
  /** Spaces before a nested item, by level; 'content': below the text of the item around it. */
  readonly indent: number | 'content'
  /** What stands between the items of a list. */
  readonly betweenItems: '\n' | '\n\n'
  /** 'fitting': pipes, or HTML where cells span or several rows head the table. */
  readonly tables: 'pipes' | 'html' | 'fitting'
  readonly pipes: PipeTableStyle
  readonly html: HtmlTableStyle
  readonly inline: InlineStyle
  /** Around a displayed formula. */
  readonly formula: readonly [open: string, close: string]
  /** Stands for a formula that was not read, and for a picture; '' = left out. */
  readonly unreadFormula: string
  readonly picture: string
  /** Headers, footers and page numbers. */
  readonly furniture: 'keep' | 'drop'
  /** Escapes what a paragraph's first letters would otherwise mean. */
  readonly guard: boolean
}

/** Emphasis, superscripts and links as CommonMark and HTML have them. */
export const ALL_MARKS: InlineStyle['marks'] = {
  bold: ['**', '**'], italic: ['*', '*'], strike: ['~~', '~~'], sup: ['<sup>', '</sup>'], sub: ['<sub>', '</sub>'],
}
export const NO_MARKS: InlineStyle['marks'] = { bold: null, italic: null, strike: null, sup: null, sub: null }

/** Two dollars in a text could enclose a formula. */
const escapeDollars = (text: string): string => (text.includes('$') ? text.replaceAll('$', '\\$') : text)

/** Markdown as it stands in `Block.markdown` and in specparse's own output. */
export const OURS: MarkdownStyle = {
  headings: { title: '# ', heading: 'levels' }, boldHeadings: false, rejoin: false, bullet: '- ', indent: 'content', betweenItems: '\n',
  tables: 'fitting', pipes: PLAIN_PIPES, html: PLAIN_HTML,
  inline: { marks: ALL_MARKS, math: ['$', '$'], breaks: 'keep', links: true, escape: (text) => escapeDollars(escapeInline(text)) },
  formula: ['$$\n', '\n$$'], unreadFormula: '', picture: '', furniture: 'drop', guard: true,
}

/** What most models write: no escapes, tables in HTML on one line, pictures and running lines left out. */
export const MODEL: MarkdownStyle = {
  ...OURS, tables: 'html', html: { ...PLAIN_HTML, heading: 'td', layout: 'line', escape: (text) => text },
  inline: { ...OURS.inline, breaks: 'join', escape: (text) => text }, guard: false,
}

const substitute = (pairs: Readonly<Record<string, string>>): ((text: string) => string) => {
  const letters = new RegExp(`[${Object.keys(pairs).join('')}]`, 'gu')
  return (text) => text.replace(letters, (letter) => pairs[letter] ?? letter)
}

const DOCLING_LETTERS = substitute({ '’': '\'', '‘': '\'', '“': '\'', '”': '\'', '–': '-', '—': '-' })
const doclingEscape = (text: string): string => escapeHtml(DOCLING_LETTERS(text)).replaceAll('_', '\\_')

/** Docling's Markdown export. Source: docling-core, transforms/serializer/markdown.py; tables by tabulate's `github`. */
export const DOCLING: MarkdownStyle = {
  ...OURS, headings: { title: '## ', heading: '## ' }, indent: 4, tables: 'pipes',
  pipes: { spaces: 'padded', headingRoom: 2, numbersRight: true, escape: (text) => escapeHtml(DOCLING_LETTERS(text)).replaceAll('|', '&#124;'), lineBreak: ' ', spans: 'repeat' },
  inline: { marks: NO_MARKS, math: ['$', '$'], breaks: 'join', links: false, escape: doclingEscape },
  formula: ['$$', '$$'], unreadFormula: '<!-- formula-not-decoded -->', picture: '<!-- image -->', guard: false,
}

/** Marker's. Source: datalab-to/marker, renderers/markdown.py. */
export const MARKER: MarkdownStyle = {
  ...OURS, tables: 'pipes', pipes: { spaces: 'padded', headingRoom: 0, numbersRight: false, escape: (text) => text, lineBreak: '<br>', spans: 'empty' },
  inline: { ...OURS.inline, breaks: 'join', escape: (text) => text.replace(/[*_]/g, '\\$&') },
  formula: ['$$', '$$'], picture: '![](_page_0_Picture_0.jpeg)', guard: false,
}

/** MinerU's. Source: opendatalab/MinerU, mineru/backend/pipeline/pipeline_middle_json_mkcontent.py. */
export const MINERU: MarkdownStyle = {
  ...MODEL, headings: { title: '# ', heading: '# ' }, picture: '![](images/picture.jpg)', betweenItems: '\n',
}

/** What a MinerU VLM writes for a page: running lines kept, headings bare, formulas in brackets. */
export const MINERU_VLM: MarkdownStyle = {
  ...MODEL, headings: { title: '', heading: '' }, furniture: 'keep',
  inline: { ...MODEL.inline, marks: NO_MARKS, math: ['\\(', '\\)'] }, formula: ['\\[\n', '\n\\]'],
}

/** Pages typed by people for DP-Bench: lines end where they end on the page, formulas bare, tables as indented HTML. */
export const HUMAN: MarkdownStyle = {
  ...OURS, headings: { title: '# ', heading: '# ' }, tables: 'html', html: { ...PLAIN_HTML, heading: 'td', layout: 'tree', escape: (text) => text },
  inline: { marks: NO_MARKS, math: ['', ''], breaks: 'keep', links: false, escape: substitute({ '’': '\'', '‘': '\'', '“': '"', '”': '"' }) },
  formula: ['', ''], furniture: 'keep', guard: false,
}

/** PyMuPDF4LLM's, for reading: headings by bold, paragraphs cut at any line. */
export const PYMUPDF4LLM: MarkdownStyle = { ...OURS, boldHeadings: true, rejoin: true, furniture: 'keep' }
