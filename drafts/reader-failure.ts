// What a draft source may do without: a line reader that breaks down.
import { asSpecparseError, type ErrorCode } from '../src/errors.ts'

/** Failures of the reader, not of the page; where it is the verifier too, they are told when it fails on the drafted lines. */
const ITS_OWN: readonly ErrorCode[] = ['VERIFIER_FAILED', 'VERIFIER_UNAVAILABLE', 'MISSING_DEPENDENCY']

/** What `reading` gives; null when the reader broke down. Anything else, such as ABORTED, is thrown. */
export async function unlessReaderFails<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (thrown) {
    if (ITS_OWN.includes(asSpecparseError(thrown, 'DRAFT_FAILED').code)) return null
    throw thrown
  }
}
