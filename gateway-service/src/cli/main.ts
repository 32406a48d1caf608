import { SYSTEM_CLOCK } from '@sql-gateway/gateway-common'
import { keepAlive } from '../gateway/keep-alive.js'
import { type CommandLine, parseCommandLine } from './arguments.js'
import { foldersOf } from './folders.js'
import type { Terminal } from './terminal.js'

const terminal: Terminal = {
  say: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  environment: process.env,
  workingDirectory: process.cwd(),
  clock: SYSTEM_CLOCK,
}

/** Each command's code is loaded when it is called for: the others' would only cost time. */
async function run({ command, options }: CommandLine, installation: string): Promise<number> {
  const folders = foldersOf(terminal.environment, installation, terminal.workingDirectory)
  const init = { installation, folders, options }
  switch (command) {
    case 'start':
      return await (await import('./start-command.js')).startCommand(init, terminal)
    case 'start-foreground':
      return await (await import('./foreground-command.js')).foregroundCommand(init, terminal)
    case 'stop':
      return await (await import('./stop-command.js')).stopCommand(folders, 'last', terminal)
    case 'stop-all':
      return await (await import('./stop-command.js')).stopCommand(folders, 'all', terminal)
    case 'status':
      return await (await import('./status-command.js')).statusCommand(folders, terminal)
    case '--help':
      return await (await import('./help-command.js')).helpCommand(installation, folders, terminal)
    case '--version':
      return await (await import('./help-command.js')).versionCommand(terminal)
  }
}

/** @param words - the installation's folder, then what the user typed */
async function main([installation = '', ...words]: readonly string[]): Promise<number> {
  const line = parseCommandLine(words)
  if ('fault' in line) {
    const { USAGE } = await import('./usage.js')
    terminal.complain(`${line.fault}\n\n${USAGE}`)
    return 1
  }
  try {
    return await run(line, installation)
  } catch (error) {
    const { failureText } = await import('./gateway-process.js')
    terminal.complain(failureText(error))
    return 1
  }
}

keepAlive()
process.exit(await main(process.argv.slice(2)))
