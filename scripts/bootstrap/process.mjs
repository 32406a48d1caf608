/** Child processes that share this one's terminal. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end. Signals sent to this process go on to it, and its exit code or signal (as 128 + number) comes back as
 * `{ code }`; `{ missing: true }` when there is no such program.
 */
export function run(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, options)
    const forward = (signal) => child.kill(signal)
    for (const signal of FORWARDED) process.on(signal, forward)
    const settle = (finish, value) => {
      for (const signal of FORWARDED) process.off(signal, forward)
      finish(value)
    }
    child.on('error', (error) => (error.code === 'ENOENT' ? settle(resolve, { missing: true }) : settle(reject, error)))
    child.on('exit', (code, signal) => settle(resolve, { code: code ?? 128 + constants.signals[signal] }))
  })
}
