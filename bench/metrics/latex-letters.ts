// Which letters a LaTeX macro prints. The text metric drops everything but letters and digits, so nothing else is listed.

const GREEK = 'alpha α beta β gamma γ Gamma Γ delta δ Delta Δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ Theta Θ vartheta ϑ '
  + 'iota ι kappa κ varkappa ϰ lambda λ Lambda Λ mu μ nu ν xi ξ Xi Ξ omicron ο pi π Pi Π varpi ϖ rho ρ varrho ϱ sigma σ '
  + 'Sigma Σ varsigma ς tau τ upsilon υ Upsilon Υ phi ϕ Phi Φ varphi φ chi χ psi ψ Psi Ψ omega ω Omega Ω Alpha Α Beta Β '
  + 'Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ digamma ϝ'
const LATIN = 'oe œ OE Œ ae æ AE Æ aa å AA Å o ø O Ø ss ß l ł L Ł i ı j ȷ hbar ħ hslash ℏ ell ℓ aleph ℵ beth ℶ gimel ℷ daleth ℸ '
  + 'dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ textmu µ textohm Ω textonehalf ½ textonequarter ¼ textthreequarters ¾ '
  + 'textonesuperior ¹ texttwosuperior ² textthreesuperior ³ textordfeminine ª textordmasculine º'
const NAMES = 'sin cos tan arcsin arccos arctan sinh cosh tanh ln log exp max min sup inf lim'

/** Macro name -> what it prints. */
export const LETTER_MACROS: ReadonlyMap<string, string> = new Map([
  ...pairs(`${GREEK} ${LATIN}`), ...NAMES.split(' ').map((name): [string, string] => [name, name]),
  ['limsup', 'lim sup'], ['liminf', 'lim inf'],
])

function pairs(list: string): [string, string][] {
  const words = list.split(' ')
  return words.flatMap((word, i) => (i % 2 === 0 ? [[word, words[i + 1]!] as [string, string]] : []))
}

/** Accent macro -> combining character put after the first letter of the argument. */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'], ['^', '\u0302'], ['tilde', '\u0303'], ['~', '\u0303'], ['bar', '\u0305'], ['=', '\u0304'], ['dot', '\u0307'],
  ['.', '\u0307'], ['ddot', '\u0308'], ['"', '\u0308'], ['acute', '\u0301'], ['\'', '\u0301'], ['grave', '\u0300'], ['`', '\u0300'],
  ['check', '\u030c'], ['v', '\u030c'], ['breve', '\u0306'], ['u', '\u0306'], ['vec', '\u20d7'], ['c', '\u0327'], ['k', '\u0328'],
  ['H', '\u030b'], ['r', '\u030a'], ['d', '\u0323'], ['b', '\u0331'],
])

interface Alphabet {
  /** First code points of the capitals and of the small letters. */
  readonly starts: readonly [number, number]
  /** Letters that Unicode had before the block existed. */
  readonly exceptions: string
}

const ALPHABETS: Readonly<Record<string, Alphabet>> = {
  mathbf: { starts: [0x1d400, 0x1d41a], exceptions: '' },
  mathit: { starts: [0x1d434, 0x1d44e], exceptions: 'hℎ' },
  mathsf: { starts: [0x1d5a0, 0x1d5ba], exceptions: '' },
  mathtt: { starts: [0x1d670, 0x1d68a], exceptions: '' },
  mathbb: { starts: [0x1d538, 0x1d552], exceptions: 'CℂHℍNℕPℙQℚRℝZℤ' },
  mathcal: { starts: [0x1d49c, 0x1d4b6], exceptions: 'BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ' },
  mathscr: { starts: [0x1d49c, 0x1d4b6], exceptions: 'BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ' },
  mathfrak: { starts: [0x1d504, 0x1d51e], exceptions: 'CℭHℌIℑRℜZℨ' },
}

export const isAlphabet = (macro: string): boolean => macro in ALPHABETS

/** Writes ASCII letters in a mathematical alphabet: mathbb R -> ℝ; digits stay as they are. */
export function inAlphabet(macro: string, text: string): string {
  const alphabet = ALPHABETS[macro]
  if (alphabet === undefined) return text
  const [capitals, smalls] = alphabet.starts
  return text.replace(/[A-Za-z]/g, (char) => {
    const exception = alphabet.exceptions.indexOf(char)
    if (exception >= 0 && exception % 2 === 0) return alphabet.exceptions[exception + 1]!
    const code = char.charCodeAt(0)
    return String.fromCodePoint(code >= 97 ? smalls + code - 97 : capitals + code - 65)
  })
}
