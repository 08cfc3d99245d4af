// A verifier with some of its calls taken over, to time them or to let them wait.
import type { Verifier } from '../seams/verifier.ts'

export function watched(verifier: Verifier, calls: Partial<Pick<Verifier, 'open' | 'verify'>>): Verifier {
  const { id, tokenizer, profile, capabilities } = verifier
  return {
    id, tokenizer, profile, capabilities,
    open: (...call) => verifier.open(...call),
    verify: (...call) => verifier.verify(...call),
    known: (sequence) => verifier.known?.(sequence) ?? [],
    commit: (...call) => { verifier.commit(...call) },
    close: (sequence) => { verifier.close(sequence) },
    dispose: () => verifier.dispose(),
    ...calls,
  }
}
