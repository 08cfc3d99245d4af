// The progress bar on standard error; silent when that is not a terminal.
import type { Progress } from '../parser.ts'

const WIDTH = 24

export class ProgressBar {
  readonly #on: boolean
  readonly #label: string

  /** `label` comes first: which document of several it is. */
  constructor(wanted: boolean, label: string) {
    this.#label = label
    this.#on = wanted && process.stderr.isTTY
  }

  show({ done, total }: Progress): void {
    const filled = Math.round(WIDTH * done / total)
    if (this.#on) process.stderr.write(`\r\u001b[K${this.#label}[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${done}/${total} pages`)
  }

  clear(): void {
    if (this.#on) process.stderr.write('\r\u001b[K')
  }
}
