// `specparse bench`: accuracy and speed on data that the user has. The benchmarks load only when one is run.
import { Command, CommanderError } from 'commander'
import { SpecparseError } from '../errors.ts'
import { EXIT_STATUS, PARTIAL } from './exit-status.ts'

const HELP = `
The folder has OmniDocBench's own layout: images/ and OmniDocBench.json (huggingface.co/datasets/opendatalab/OmniDocBench).
The report folder gets index.html (tables, plots, the worst pages), report.json, and METHOD/*.md in the official naming.
The last line of standard output is one JSON object with all figures. Failed pages are listed, scored as empty, and make
the exit status ${PARTIAL}.

Examples:
  specparse bench omnidocbench --data OmniDocBench/ -o report/
  specparse bench omnidocbench --data OmniDocBench/ --limit 50 --method specparse-full,specparse-draft --compare -o report/`

/**
 * Runs what `specparse bench` was asked for and returns the exit status; `signal` ends the process.
 * @throws SpecparseError CONFIG_INVALID, INPUT_NOT_FOUND, OUTPUT_FAILED
 */
export async function bench(argv: readonly string[], signal: AbortSignal): Promise<number> {
  signal.addEventListener('abort', () => {
    process.stderr.write('specparse: ABORTED: stopped before the end; --resume goes on from here\n')
    process.exit(EXIT_STATUS.ABORTED)
  })
  let status = 0
  const command = createCommand(async (options) => {
    status = await omniDocBench(options, `specparse bench ${argv.join(' ')}`)
  })
  try {
    if (argv.length === 0) command.outputHelp()
    else await command.parseAsync(argv, { from: 'user' })
    return status
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    if (thrown.exitCode === 0) return 0
    throw new SpecparseError(
      'CONFIG_INVALID',
      `${thrown.message.replace(/^error: /, '').replace(/\n/g, ' ')} (see specparse bench --help)`,
      { cause: thrown },
    )
  }
}

type BenchOptions = Readonly<Record<string, string | boolean | undefined>>

function createCommand(run: (options: BenchOptions) => Promise<void>): Command {
  const quiet = { writeErr: () => undefined }
  const command = new Command('specparse bench')
    .exitOverride()
    .configureOutput(quiet)
    .description('Measures accuracy and speed on a data set that you have.')
    .addHelpText('after', `${HELP}\n\nAll options: specparse bench omnidocbench --help`)
  command
    .command('omnidocbench')
    .exitOverride()
    .configureOutput(quiet)
    .description('reads every page image of an OmniDocBench folder, scores by the v1.5 rules, and writes a report')
    .requiredOption('--data <folder>', 'folder with images/ and the ground truth')
    .option('--gt <file>', 'the ground truth, when it is not the one OmniDocBench*.json of the folder')
    .option('--limit <n>', 'only the first n pages')
    .option('--method <names>', 'specparse-draft, specparse-auto, specparse-full; several with commas', 'specparse-auto')
    .option('--compare', 'also decode every page plainly: what does speculation gain? (takes several times as long)')
    .option('--resume', 'go on with an earlier run in the same report folder')
    .option('--timeout <seconds>', 'longest time for one page', '900')
    .option('-o, --output <folder>', 'where the report goes', 'report')
    .addHelpText('after', HELP)
    .action(run)
  return command
}

async function omniDocBench(options: BenchOptions, typed: string): Promise<number> {
  const [{ runOmniDocBench }, { BenchError }] = await Promise.all([
    import('../../bench/run-omnidocbench.ts'),
    import('../../bench/bench-error.ts'),
  ])
  try {
    const { line, failed } = await runOmniDocBench(options, typed)
    process.stdout.write(`${line}\n`)
    return failed === 0 ? 0 : PARTIAL
  } catch (error) {
    if (error instanceof Error && 'syscall' in error)
      throw new SpecparseError('OUTPUT_FAILED', `cannot write to ${String(options['output'])}: ${error.message}`, { cause: error })
    if (!(error instanceof BenchError)) throw error
    throw new SpecparseError(error.status === 2 ? 'CONFIG_INVALID' : 'INPUT_NOT_FOUND', error.message, { cause: error })
  }
}
