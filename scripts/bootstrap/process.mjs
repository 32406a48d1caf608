/** Child processes that share this one's terminal. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end. Signals sent to this process go on to it, and its exit code or signal (as 128 + number) comes back as
 * `{ code }`; `{ missing: true }` when there is no such program.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<{ code: number, missing?: undefined } | { missing: true, code?: undefined }>}
 */
export function run(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, options)
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => child.kill(signal)
    for (const signal of FORWARDED) process.on(signal, forward)
    const release = () => {
      for (const signal of FORWARDED) process.off(signal, forward)
    }
    child.on('error', (error) => {
      release()
      if ('code' in error && error.code === 'ENOENT') resolve({ missing: true })
      else reject(error)
    })
    child.on('exit', (code, signal) => {
      release()
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]) })
    })
  })
}
