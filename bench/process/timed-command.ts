import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { BenchError } from '../client/bench-error.js'

/** A command as a user would type it. */
export interface Command {
  readonly program: string
  readonly words: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
  readonly folder?: string
}

/** Runs a command to its end, its output to /dev/null, and gives the milliseconds from start to end. */
export async function timeCommand({ program, words, variables, folder }: Command): Promise<number> {
  const startedAt = performance.now()
  const env = { ...process.env, SQL_GATEWAY_BUILD: 'never', ...variables }
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'inherit'], env, ...(folder === undefined ? {} : { cwd: folder }) })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new BenchError(`${program} ended with ${code}`)
  return performance.now() - startedAt
}
