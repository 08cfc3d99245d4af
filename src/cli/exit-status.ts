// Exit statuses of the command, one per kind of error. They are documented in the README: do not renumber.
import type { ErrorCode } from '../errors.ts'

export const EXIT_STATUS: Readonly<Record<ErrorCode, number>> = {
  INTERNAL: 1,
  CONFIG_INVALID: 2,
  INPUT_NOT_FOUND: 3,
  INPUT_UNSUPPORTED: 3,
  CORRUPT_PDF: 3,
  PASSWORD_REQUIRED: 4,
  PASSWORD_WRONG: 4,
  LIMIT_EXCEEDED: 5,
  TIMEOUT: 5,
  MISSING_DEPENDENCY: 6,
  DRAFT_FAILED: 6,
  VERIFIER_UNAVAILABLE: 6,
  VERIFIER_FAILED: 6,
  OUTPUT_FAILED: 7,
  ABORTED: 130,
}

/** Some pages or documents failed, and the others were delivered. */
export const PARTIAL = 8
