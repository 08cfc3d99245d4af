// Compiles the sources before the tests: worker threads run from dist.
import { execFileSync } from 'node:child_process'

export function setup(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--noCheck'], { stdio: 'inherit' })
}
