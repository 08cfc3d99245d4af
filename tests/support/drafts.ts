// Good and bad drafts of a known output: the kinds that the lossless tests go through.

export const DRAFT_KINDS = ['perfect', 'wrong', 'empty', 'truncated', 'overlong', 'shuffled', 'noisy'] as const

export function makeDraft(kind: (typeof DRAFT_KINDS)[number], text: string, other: string): string {
  switch (kind) {
    case 'perfect': return text
    case 'wrong': return other
    case 'empty': return ''
    case 'truncated': return text.slice(0, Math.floor(text.length / 2))
    case 'overlong': return `${text} ${other} ${text} ${text}`
    case 'shuffled': return text.split(' ').reverse().join(' ')
    case 'noisy': return [...text].map((character, i) => i % 7 === 3 ? '~' : i % 11 === 5 ? character + character : character).join('')
  }
}
