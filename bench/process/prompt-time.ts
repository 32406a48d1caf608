import { spawn } from '@lydell/node-pty'
import { BenchError } from '../client/bench-error.js'
import type { Command } from './timed-command.js'

const PROMPT = 'SQL> '
const WAIT_MS = 60_000

/** Starts a command on a pseudo-terminal, and gives the milliseconds until it shows its prompt; then ends it by Ctrl-D. */
export async function promptTime({ program, words, variables }: Command): Promise<number> {
  const startedAt = performance.now()
  const environment = { ...process.env, SQL_GATEWAY_BUILD: 'never', TERM: 'xterm-256color', ...variables }
  const terminal = spawn(program, [...words], { cols: 100, rows: 30, env: environment })
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const ended = Promise.withResolvers<void>()
  const limit = setTimeout(() => reject(new BenchError(`${program} showed no prompt within ${WAIT_MS / 1_000} s`)), WAIT_MS)
  let shown = ''
  terminal.onData((text) => {
    shown += text
    if (shown.includes(PROMPT)) resolve(performance.now() - startedAt)
  })
  terminal.onExit(() => {
    reject(new BenchError(`${program} ended without a prompt: ${shown}`))
    ended.resolve()
  })
  try {
    const time = await promise
    terminal.write('\x04')
    await ended.promise
    return time
  } finally {
    clearTimeout(limit)
    terminal.kill()
  }
}
