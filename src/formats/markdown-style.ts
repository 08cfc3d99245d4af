// How Markdown is written: every engine and model has its own way. Ours is the one that blocks carry.
import { escapeHtml, escapeInline } from './escape-markdown.ts'
import { PLAIN_HTML, type HtmlTableStyle } from './html-table.ts'
import { NO_MARKS, type InlineStyle } from './inline.ts'
import type { LatexSpacing } from './latex-spacing.ts'
import { PLAIN_PIPES, type PipeTableStyle } from './pipe-table.ts'

export interface MarkdownStyle {
  /** 'levels': as many # as the heading is deep, a title one; otherwise what stands before every heading. */
  readonly headings: { readonly title: string, readonly heading: 'levels' | string }
  /** Paragraphs in bold alone are headings: engines that know no headings write them so. Reading only. */
  readonly boldHeadings: boolean
  /** Paragraphs that stop in the middle of a sentence go on in the next one. Reading only. */
  readonly rejoin: boolean
  /** \( and \[ open formulas; otherwise they are escapes. Reading only. */
  readonly brackets: boolean
  /** Undoes what the engine does to a page's text that no Markdown parser could know. Reading only. */
  readonly tidy: (page: string) => string
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
  readonly latex: LatexSpacing
  /** Stands for a formula that was not read, and for a picture; '' = left out. */
  readonly unreadFormula: string
  readonly picture: string
  /** Headers, footers and page numbers. */
  readonly furniture: 'keep' | 'drop'
  /** Escapes what a paragraph's first letters would otherwise mean. */
  readonly guard: boolean
}

/** Emphasis, superscripts and links as CommonMark and HTML have them. */
const ALL_MARKS: InlineStyle['marks'] = {
  bold: ['**', '**'], italic: ['*', '*'], strike: ['~~', '~~'], sup: ['<sup>', '</sup>'], sub: ['<sub>', '</sub>'],
}

/** Two dollars in a text could enclose a formula. */
const escapeDollars = (text: string): string => (text.includes('$') ? text.replaceAll('$', '\\$') : text)

/** Markdown as it stands in `Block.markdown` and in specparse's own output. */
export const OURS: MarkdownStyle = {
  headings: { title: '# ', heading: 'levels' }, boldHeadings: false, rejoin: false, brackets: false, tidy: (page) => page,
  bullet: '- ', indent: 'content', betweenItems: '\n', tables: 'fitting', pipes: PLAIN_PIPES, html: PLAIN_HTML,
  inline: {
    marks: ALL_MARKS, math: ['$', '$'], latex: 'as it is', breaks: 'keep', links: true,
    escape: (text) => escapeDollars(escapeInline(text)),
  },
  formula: ['$$\n', '\n$$'], latex: 'as it is', unreadFormula: '', picture: '', furniture: 'drop', guard: true,
}

/** What most models write: no escapes, tables in HTML on one line, pictures and running lines left out. */
export const MODEL: MarkdownStyle = {
  ...OURS, brackets: true, tables: 'html', html: { ...PLAIN_HTML, heading: 'td', layout: 'line', escape: (text) => text },
  inline: { ...OURS.inline, breaks: 'join', escape: (text) => text }, guard: false,
}

const substitute = (pairs: Readonly<Record<string, string>>): ((text: string) => string) => {
  const letters = new RegExp(`[${Object.keys(pairs).join('')}]`, 'gu')
  return (text) => text.replace(letters, (letter) => pairs[letter] ?? letter)
}

/** A paragraph that begins with a small number and a capital letter is a footnote; its number stands raised. */
const raiseFootnotes = (page: string): string => page.replace(/(?<=^|\n)(\d{1,2}) (?=[\p{Lu}"'“‘])/gu, '<sup>$1</sup> ')

/** Docling parts runs of different fonts by spaces. */
const SET_APART: InlineStyle['marks'] = { bold: [' ', ' '], italic: [' ', ' '], strike: null, sup: [' ', ' '], sub: [' ', ' '] }
const closeUp = (page: string): string => page.replace(/(?<=[\p{L}\p{N}]) (?=[,.;:)](?:\s|$))/gmu, '').replace(/\( (?=[\p{L}\p{N}])/gu, '(')
const DOCLING_LETTERS = substitute({ '’': '\'', '‘': '\'', '“': '\'', '”': '\'', '–': '-', '—': '-' })
const doclingEscape = (text: string): string => escapeHtml(DOCLING_LETTERS(text)).replaceAll('_', '\\_')
/** A pair of quotation marks around whole words; an apostrophe inside ends it, as nothing tells them apart. */
const DOCLING_QUOTES = /(^|[\s(])'([^'\n]{1,400}?)'(?=[\s.,;:!?)]|$)/gm

/**
 * Docling's Markdown export: letters of the text layer made plain, emphasis dropped, tables by tabulate's `github`.
 * Source: docling-project/docling-core, docling_core/transforms/serializer/markdown.py.
 */
export const DOCLING: MarkdownStyle = {
  ...OURS, headings: { title: '## ', heading: '## ' }, indent: 4, tables: 'pipes',
  tidy: (page) => closeUp(raiseFootnotes(page)).replace(DOCLING_QUOTES, '$1"$2"'),
  pipes: {
    spaces: 'padded', headingRoom: 2, numbersRight: true, lineBreak: ' ', spans: 'repeat',
    escape: (text) => escapeHtml(DOCLING_LETTERS(text)).replaceAll('|', '&#124;'),
  },
  inline: { ...OURS.inline, marks: SET_APART, breaks: 'join', links: false, escape: doclingEscape },
  formula: ['$$', '$$'], unreadFormula: '<!-- formula-not-decoded -->', picture: '<!-- image -->', guard: false,
}

/** Marker's. Source: datalab-to/marker, marker/renderers/markdown.py. */
export const MARKER: MarkdownStyle = {
  ...OURS, tables: 'pipes',
  pipes: { spaces: 'padded', headingRoom: 0, numbersRight: false, escape: (text) => text, lineBreak: '<br>', spans: 'empty' },
  inline: { ...OURS.inline, math: [' $', '$ '], breaks: 'join', escape: (text) => text.replace(/[*_]/g, '\\$&') },
  formula: ['$$', '$$'], picture: '![](_page_0_Picture_0.jpeg)', guard: false,
}

/** The MinerU pipeline's: spaced LaTeX, one level of headings. Source: opendatalab/MinerU, mineru/backend/pipeline. */
export const MINERU: MarkdownStyle = { ...MODEL, headings: { title: '# ', heading: '# ' }, picture: '![](images/0.jpg)' }

/** A page in the words of a MinerU VLM: running lines kept, headings bare, formulas in brackets. */
export const MINERU_VLM: MarkdownStyle = {
  ...MODEL, headings: { title: '', heading: '' }, furniture: 'keep',
  inline: { ...MODEL.inline, marks: NO_MARKS, math: ['\\(', '\\)'], latex: 'tight' }, formula: ['\\[\n', '\n\\]'], latex: 'spaced',
}

/** Pages typed by people for DP-Bench: lines end where they end on the page, formulas bare, tables as indented HTML. */
export const HUMAN: MarkdownStyle = {
  ...OURS, headings: { title: '# ', heading: '# ' }, bullet: '- · ', betweenItems: '\n\n', tables: 'html',
  html: { ...PLAIN_HTML, heading: 'td', layout: 'tree', escape: (text) => text, lineBreak: ' ' },
  inline: {
    ...OURS.inline, marks: NO_MARKS, math: ['', ''], links: false,
    escape: substitute({ '’': '\'', '‘': '\'', '“': '"', '”': '"', '–': '-', '—': '-' }),
  },
  formula: ['', ''], furniture: 'keep', guard: false,
}

/** Tables of nothing, and the names that columns without a heading get. */
const EMPTY_TABLE = /^\|(?:Col\d+\|)+\n\|(?:---\|)+\n(?:\|[|\s]*\|(?:\n|$))*/gm
const COLUMN_NAME = /(?<=^\|(?:[^|\n]*\|)*)Col\d+(?=\|(?:[^|\n]*\|)*\n\|---)/gm

/** 'see below [1] .' */
const RAISED = /(?<=\S) \[([^\][\s]{1,3})\](?: (?=[.,;:)])|(?=[\s.,;:)]|$))/gm

/** PyMuPDF4LLM's, for reading: headings by bold, paragraphs cut at any line, raised text in brackets, marks set apart by spaces. */
export const PYMUPDF4LLM: MarkdownStyle = {
  ...OURS, boldHeadings: true, rejoin: true, furniture: 'keep',
  tidy: (page) => raiseFootnotes(page.replace(EMPTY_TABLE, '').replace(COLUMN_NAME, '').replace(RAISED, '<sup>$1</sup>')
    .replace(/(?<=[*_`]) (?=[.,;:!?)\]”’])|(?<=[([“‘]) (?=[*_`])/g, '').replace(/\u00ad$/gm, '-').replaceAll('\u00ad', '')),
}
