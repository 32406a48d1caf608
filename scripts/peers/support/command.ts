import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { PeerError } from './peer-error.js'

/** How a command is run; nothing is inherited from a shell. */
export interface CommandOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

const TAIL_LENGTH = 2000

/**
 * Runs a command to its end and answers its standard output.
 * Rejects with a PeerError that names the command when it is not installed or ends with anything but 0 (with the tail of what it said).
 */
export function runCommand(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes))
    child.on('error', () => reject(new PeerError(`${command} is needed and could not be started; install it and put it on the PATH`)))
    child.on('close', (code) => {
      const stdout = Buffer.concat(out).toString()
      if (code === 0) return resolve(stdout)
      const said = `${Buffer.concat(err).toString()}\n${stdout}`.trim().slice(-TAIL_LENGTH)
      reject(new PeerError(`${command} ${args[0] ?? ''} ended with ${code}: ${said}`))
    })
  })
}

const TRIES = 3
const PAUSE_MS = 10_000

/** The same for a command that downloads, which is run again when it fails: most of what goes wrong on the way is over soon. */
export async function runDownload(command: string, args: readonly string[]): Promise<string> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await runCommand(command, args)
    } catch (error) {
      if (left === 0) throw error
      await delay(PAUSE_MS)
    }
  }
}
