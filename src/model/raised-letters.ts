// Unicode's superscripts and subscripts, in which marks that stand above or below the line are written in plain text.

/** Where a letter stands to its line. */
export type Shift = 'raised' | 'lowered'

const LETTERS: Readonly<Record<Shift, ReadonlyMap<string, string>>> = {
  raised: lettersOf('0123456789+-−=()abcdefghijklmnoprstuvwxyz', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ'),
  lowered: lettersOf('0123456789+-−=()aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ'),
}
const PLAIN = new Map((['raised', 'lowered'] as const).flatMap((shift) =>
  [...LETTERS[shift]].map(([letter, shifted]) => [shifted, { letter: letter === '−' ? '-' : letter, shift }] as const)))

/** What stands in the brackets of a regular expression for a footnote's mark. */
export const RAISED_DIGITS = '⁰¹²³⁴-⁹'

function lettersOf(plain: string, shifted: string): ReadonlyMap<string, string> {
  const letters = [...shifted]
  return new Map([...plain].map((letter, i) => [letter, letters[i] ?? letter]))
}

/** Example: 'raised', '10' -> '¹⁰'; what has no such letter stays as it is. */
export function shiftLetters(text: string, shift: Shift): string {
  return [...text].map((letter) => LETTERS[shift].get(letter) ?? letter).join('')
}

/** Example: '¹' -> 1, raised; null = the letter stands on its line. */
export function unshifted(letter: string): { readonly letter: string, readonly shift: Shift } | null {
  return PLAIN.get(letter) ?? null
}
