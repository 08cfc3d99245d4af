// White space in LaTeX, which means nothing to a reader and costs a token each: written as the target writes it.

/** Running text, a name, an environment with its columns, a control word or symbol, a number, any other character. */
const TOKEN = new RegExp([
  /\\text[a-z]*\s*\{[^{}]*\}/, /\\(?:mathrm|operatorname)\*?\s*\{[A-Za-z~\s]*\}/, /\\(?:begin|end)\s*\{[a-z*]+\}(?:\s*\{[^{}]*\})?/,
  /\\[A-Za-z]+\*?/, /\\[^A-Za-z]/, /\d(?:\s*\d|\s*\.\s*\d)*/, /\S/,
].map(({ source }) => source).join('|'), 'gu')
/** A name whose letters a recognizer has set apart. */
const NAME = /^\\(?:mathrm|operatorname)\*?\s*\{/
/** Commands whose argument follows without a space in the spaced style. */
const TIGHT_COMMANDS = /^\\(?:mathrm|operatorname)\*?$/
/** Written with a space on both sides even where all else is tight. */
const OPERATORS = new Set([
  '=', '<', '>', '+', '-', '&', '\\\\', ...[
    'in', 'neq', 'leq', 'geq', 'le', 'ge', 'sim', 'times', 'cdot', 'to', 'pm', 'mid', 'approx', 'boxtimes', 'otimes', 'subset', 'subseteq',
    'cup', 'cap', 'setminus', 'll', 'gg', 'equiv', 'rightarrow', 'Rightarrow', 'mapsto',
  ].map((name) => `\\${name}`),
])

export type LatexSpacing = 'as it is' | 'tight' | 'spaced'

/**
 * 'tight': `\frac{a}{b} = x_{i}`; 'spaced': a space between all tokens but some, `\frac {a}{b} = x _ {i}`, the way of
 * models that were trained on normalized formulas, such as MinerU's.
 */
export function spaceLatex(latex: string, spacing: LatexSpacing): string {
  if (spacing === 'as it is') return latex
  const tokens = (latex.match(TOKEN) ?? []).map(tighten)
  const joins = spacing === 'tight' ? tightGap : spacedGap
  const text = tokens.reduce((written, token, i) => written + (i > 0 && joins(tokens, i) ? ' ' : '') + token, '')
  return spacing === 'tight' ? text : text.replace(/\\text[a-z]*(?=\{)/g, '$& ')
}

/** The parts of an environment, a number and a name belong together. */
function tighten(token: string): string {
  if (/^\d/.test(token)) return token.replace(/\s+/g, '')
  if (token.startsWith('\\text')) return token.replace(/\s*\{/, '{')
  if (NAME.test(token)) return token.replace(/\s+/g, '').replaceAll('~', ' ')
  return /^\\(?:begin|end)/.test(token) ? token.replace(/\s*\{\s*/g, '{').replace(/\s+\}/g, '}') : token
}

const isWord = (token: string): boolean => /^\\[A-Za-z]+\*?$/.test(token)

/** True when a space stands before token `i`. */
function tightGap(tokens: readonly string[], i: number): boolean {
  const [before = '', token = ''] = [tokens[i - 1], tokens[i]]
  if (isWord(before) && /^[A-Za-z]/.test(token)) return true
  if (before === ',' || /^\\(?:begin|end)/.test(before) || /^\\(?:begin|end)/.test(token)) return true
  const operand = /[^{([^_,]$/.test(tokens[i - 2] ?? '(')
  if (OPERATORS.has(token)) return /[^{([^_]$/.test(before)
  return OPERATORS.has(before) && (before !== '-' || operand) && token !== '}' && token !== ')'
}

function spacedGap(tokens: readonly string[], i: number): boolean {
  const [before = '', token = ''] = [tokens[i - 1], tokens[i]]
  if (/^[)},;]$/.test(token) || /^[{(]$/.test(before)) return false
  if (token === '{') return before !== '}' && !TIGHT_COMMANDS.test(before)
  if (token === '_') return !isWord(before)
  return !(before === '\\left' || before === '\\right' || token === '\\right' && before === '(')
}
