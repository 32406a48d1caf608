import { type ClientCommand, parseClientCommand } from '../command/client-command.js'
import { clientError } from '../error/client-error.js'
import { errorReport } from '../error/error-report.js'
import { openScript, type ScriptSource } from '../script/script-source.js'
import { createStatementSplitter, type ScriptStatement, type TextPosition } from '../script/statement-splitter.js'
import { EXIT_CODE, exitCodeOf } from './exit-code.js'

/** What runs the statements of scripts, and takes what is said about them. */
export interface ScriptHost {
  /** Runs a statement and shows its result; throws what it fails with. */
  run(statement: string): Promise<void>
  /** Does what a command asks for, beyond quitting and calling scripts, which is done here. */
  command(kind: 'clear' | 'help'): Promise<void>
  /** Takes the lines of an error, without the last line feed. */
  report(text: string): Promise<void>
  readonly isVerbose: boolean
  /** Aborted when nobody reads the output any more. */
  readonly closed: AbortSignal
  /** Whether to go on behind a statement that failed. */
  readonly goesOn: boolean
  readonly standardInput: AsyncIterable<Uint8Array>
}

/** How a script ended: on to what comes next, or to the end of the client. */
export interface ScriptEnd {
  readonly exitCode: number
  /** QUIT was in it. */
  readonly hasQuit: boolean
  /** What it ended with before its end, if it did. */
  readonly failure?: unknown
  /** Where the statement begins behind which nothing was run, where it ended before its end. */
  readonly stoppedAt?: TextPosition
}

/** Scripts may call others, and so themselves. */
const DEEPEST = 16

const ON: ScriptEnd = { exitCode: EXIT_CODE.done, hasQuit: false }
const QUIT: ScriptEnd = { exitCode: EXIT_CODE.done, hasQuit: true }

/** Whether nothing is to follow. */
export function isFinal({ hasQuit, failure }: ScriptEnd): boolean {
  return hasQuit || failure !== undefined
}

/**
 * Runs the statements of a script as they are read, and stops at the first that fails unless it is told to go on.
 *
 * @throws {ClientError} file — a script that another one called cannot be read; of the outermost one this is reported
 */
export async function runScript(source: ScriptSource, host: ScriptHost, depth = 0): Promise<ScriptEnd> {
  const splitter = createStatementSplitter()
  let exitCode: number = EXIT_CODE.done
  const runAll = async (statements: readonly ScriptStatement[]): Promise<ScriptEnd> => {
    for (const statement of statements) {
      const end = await runOne(statement, source.name, host, depth)
      exitCode ||= end.exitCode
      if (isFinal(end)) return { ...end, exitCode, stoppedAt: statement.position }
      if (host.closed.aborted) return { ...QUIT, exitCode }
    }
    return { exitCode, hasQuit: false }
  }
  try {
    for await (const part of source.parts) {
      const end = await runAll(splitter.push(part))
      if (isFinal(end)) return end
    }
    const last = splitter.end()
    return last === undefined ? { exitCode, hasQuit: false } : await runAll([last])
  } catch (error) {
    // Who has called it knows the place of the call.
    if (depth > 0) throw error
    await host.report(errorReport(error, { isVerbose: false }))
    return { exitCode: exitCodeOf(error), hasQuit: false, failure: error }
  }
}

async function runOne(statement: ScriptStatement, script: string | undefined, host: ScriptHost, depth: number): Promise<ScriptEnd> {
  const command = parseClientCommand(statement.text)
  try {
    if (command !== undefined) return await runCommand(command, host, depth)
    await host.run(statement.text)
    return ON
  } catch (error) {
    if (host.closed.aborted) return QUIT
    return await fail(error, statement, script, host)
  }
}

async function runCommand(command: ClientCommand, host: ScriptHost, depth: number): Promise<ScriptEnd> {
  if (command.kind === 'quit') return QUIT
  if (command.kind === 'source') return await callScript(command.script, host, depth)
  await host.command(command.kind)
  return ON
}

async function callScript(location: string, host: ScriptHost, depth: number): Promise<ScriptEnd> {
  if (location === '') throw clientError('file', "SOURCE needs a script: SOURCE 'file.sql'.")
  if (depth === DEEPEST) throw clientError('file', `Scripts call each other more than ${DEEPEST} deep. Does one call itself?`)
  return await runScript(openScript(location, host.standardInput), host, depth + 1)
}

async function fail(error: unknown, { text, position }: ScriptStatement, script: string | undefined, host: ScriptHost): Promise<ScriptEnd> {
  const origin = { position, ...(script === undefined ? {} : { name: script }) }
  await host.report(errorReport(error, { statement: text, origin, isVerbose: host.isVerbose }))
  const exitCode = exitCodeOf(error)
  const goesOn = host.goesOn && exitCode === EXIT_CODE.failed
  return { exitCode, hasQuit: false, ...(goesOn ? {} : { failure: error }) }
}
