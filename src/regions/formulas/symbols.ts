// Characters of formulas as LaTeX.

const GREEK = 'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau upsilon phi chi psi omega'.split(' ')
const CAPITALS: Readonly<Record<string, string>> = {
  Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Υ: 'Upsilon', Φ: 'Phi', Ψ: 'Psi', Ω: 'Omega',
}
const NAMED: Readonly<Record<string, string>> = {
  'ϑ': 'vartheta', 'ϕ': 'phi', 'φ': 'varphi', 'ϖ': 'varpi', 'ϱ': 'varrho', 'ϵ': 'epsilon', 'ε': 'varepsilon', 'µ': 'mu',
  '∇': 'nabla', '∂': 'partial', '∞': 'infty', 'ℏ': 'hbar', 'ℓ': 'ell', '∅': 'emptyset', '∀': 'forall', '∃': 'exists', '¬': 'neg', '√': 'surd',
  '×': 'times', '⋅': 'cdot', '·': 'cdot', '÷': 'div', '±': 'pm', '∓': 'mp', '∗': 'ast', '∘': 'circ', '◦': 'circ', '⊗': 'otimes', '⊕': 'oplus', '•': 'bullet', '†': 'dagger',
  '≤': 'leq', '≥': 'geq', '≠': 'neq', '≈': 'approx', '≡': 'equiv', '∼': 'sim', '≃': 'simeq', '≅': 'cong', '∝': 'propto', '≪': 'll', '≫': 'gg',
  '∈': 'in', '∉': 'notin', '⊂': 'subset', '⊆': 'subseteq', '⊃': 'supset', '⊇': 'supseteq', '∪': 'cup', '∩': 'cap', '∧': 'wedge', '∨': 'vee', '∖': 'setminus',
  '→': 'to', '←': 'leftarrow', '↔': 'leftrightarrow', '⇒': 'Rightarrow', '⇐': 'Leftarrow', '⇔': 'Leftrightarrow', '↦': 'mapsto', '⊥': 'perp', '∥': 'parallel',
  '∫': 'int', '∬': 'iint', '∮': 'oint', '∑': 'sum', '∏': 'prod', '⋃': 'bigcup', '⋂': 'bigcap', '…': 'ldots', '⋯': 'cdots', '⟨': 'langle', '⟩': 'rangle',
}
const PLAIN: Readonly<Record<string, string>> = {
  '−': '-', '–': '-', '′': '\'', '’': '\'', '″': '\'\'', '{': '\\{', '}': '\\}', '%': '\\%', '#': '\\#', '&': '\\&', '_': '\\_', '$': '\\$', '\\': '\\backslash ', '∣': '|', '∶': ':',
}
const FUNCTIONS = new Set(('sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan log ln lg exp lim sup inf max min det dim ker deg gcd arg Pr').split(' '))

/** Signs that a formula has and prose has not. */
export const RELATION = /[=≤≥≠≈≡≃≅∝∈⊂⊆→⇒⇔↦<>∼]/u
export const MATH_SIGN = /[−×⋅÷±∓∇∂∞∫∬∮∑∏√≤≥≠≈≡≃≅∝∈∉⊂⊆→⇒⇔↦∀∃⊗⊕∪∩∧∨\p{Script=Greek}]/u
/** Operators that take limits above and below. */
export const LIMITED = /^(?:[∑∏⋃⋂]|lim|sup|inf|max|min|det|Pr)$/u

export const isFunction = (word: string): boolean => FUNCTIONS.has(word)

/** One character as LaTeX, a command ending in a space; null for what has no name here. */
export function latexOf(character: string): string | null {
  // the slanted letters of Unicode's mathematical alphabet are what LaTeX makes of plain ones
  if (/[\u{1d434}-\u{1d467}\u{1d6e2}-\u{1d71b}\u210e]/u.test(character)) return latexOf(character.normalize('NFKC'))
  const greek = /[α-ω]/u.test(character) && !(character in NAMED) ? GREEK[character.charCodeAt(0) - 0x3b1] : CAPITALS[character] ?? NAMED[character]
  if (greek !== undefined) return greek === 'omicron' ? 'o' : `\\${greek} `
  return PLAIN[character] ?? (/[!-~]/.test(character) ? character : null)
}
