import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { type ClientArguments, parseArguments } from './cli/arguments.js'
import { isClientError } from './error/client-error.js'
import { errorReport } from './error/error-report.js'
import { EXIT_CODE, exitCodeOf } from './run/exit-code.js'
import { type Interrupts, takeInterrupts } from './run/interrupts.js'

async function run(args: ClientArguments, installation: string, interrupts: Interrupts): Promise<number> {
  if (args.help) {
    process.stdout.write((await import('./cli/help.js')).usageText())
    return EXIT_CODE.done
  }
  if (args.version) {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { readonly version: string }
    process.stdout.write(`SQL client ${version}\n`)
    return EXIT_CODE.done
  }
  const { runClient } = await import('./run/run-client.js')
  const { stdin, stdout, stderr, env } = process
  return await runClient(args, {
    input: stdin,
    output: stdout,
    errors: stderr,
    environment: env,
    installation,
    clock: SYSTEM_CLOCK,
    interrupts,
  })
}

/** @param words - the installation's folder, then what the user typed */
async function main([installation = '', ...words]: readonly string[], interrupts: Interrupts): Promise<number> {
  try {
    return await run(parseArguments(words), installation, interrupts)
  } catch (error) {
    const hint = isClientError(error) && error.kind === 'usage' ? '\nsql-client.sh --help shows what there is.' : ''
    process.stderr.write(`${errorReport(error, { isVerbose: !isClientError(error) })}${hint}\n`)
    return exitCodeOf(error)
  }
}

// Neither timers nor handlers of signals keep the process alive; this does, until it has its exit code.
new MessageChannel().port1.ref()
const interrupts = takeInterrupts(process)
const exitCode = await main(process.argv.slice(2), interrupts)
interrupts.endBySignal()
process.exit(exitCode)
