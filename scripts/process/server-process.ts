import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** How a server is started, and how one knows that it is ready. */
export interface ServerCommand<T> {
  /** For the text of a failure: `the gateway`. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  /** Beside what this process has; undefined leaves a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** A folder of the server's own, which is removed with it. What it prints goes there, into `console.out`. */
  readonly dir: string
  /** Asked over and over: what the caller needs of a server that is ready, undefined of one that is not. */
  readonly ready: (log: () => string) => Promise<T | undefined>
  readonly withinMs: number
  readonly pollMs: number
  /** Makes the error of a server that does not start. */
  readonly failure: (text: string) => Error
}

/** A server in a process of its own. */
export interface ServerProcess<T> {
  readonly pid: number
  readonly ready: T
  /** From the start of the process until it was ready. */
  readonly startMs: number
  /** What it printed so far. */
  log(): string
  /** Ends it and removes its folder; repeat calls do nothing. */
  stop(): Promise<void>
}

const STOP_WITHIN_MS = 60_000
/** Of what a server that failed has printed. */
const TAIL_LENGTH = 2000

/** Asks a process to end, makes it end when it does not within a minute, and waits for that. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  await ended
  clearTimeout(hard)
}

/** Starts a server and waits until it is ready. One that ends before, or takes too long, is stopped and fails with what it printed. */
export async function startServer<T>(server: ServerCommand<T>): Promise<ServerProcess<T>> {
  const { name, command, args, env, cwd, dir, ready, withinMs, pollMs, failure } = server
  const file = join(dir, 'console.out')
  const output = openSync(file, 'a')
  const startedAt = performance.now()
  const child = spawn(command, args, { cwd, stdio: ['ignore', output, output], env: { ...process.env, ...env } })
  const log = () => readFileSync(file, 'utf8')
  const stop = async () => {
    await endProcess(child)
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    for (;;) {
      const found = await ready(log)
      const startMs = performance.now() - startedAt
      if (found !== undefined) return { pid: child.pid ?? 0, ready: found, startMs, log, stop }
      if (child.exitCode !== null || child.signalCode !== null || startMs > withinMs) {
        throw failure(`${name} did not start: ${log().slice(-TAIL_LENGTH)}`)
      }
      await delay(pollMs)
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}
