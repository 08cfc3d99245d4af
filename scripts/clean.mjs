// Removes the last build, so that deleted sources leave nothing behind in the package.
import { rmSync } from 'node:fs'

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true })
