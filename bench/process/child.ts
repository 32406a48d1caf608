import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { endProcess } from '#scripts/process/server-process.js'
import { BenchError } from '../client/bench-error.js'

/** A process of our own that a measurement talks to. */
export interface BenchChild {
  readonly pid: number
  /** What the child printed first, as JSON. */
  readonly hello: Readonly<Record<string, unknown>>
  /** Ends it and waits for its end. */
  stop(): Promise<void>
}

/** Starts one of this folder's programs on this Node and waits until it printed one JSON line. */
export async function startProgram(program: string, args: readonly string[] = []): Promise<BenchChild> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')])
  if (typeof line !== 'string') throw new BenchError(`${program} ended before it said that it is ready`)
  return { pid: child.pid ?? 0, hello: JSON.parse(line), stop: () => endProcess(child) }
}

/** Runs one of this folder's programs to its end and answers what it printed. */
export async function runProgram(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const text = (await child.stdout.toArray()).join('')
  const [code] = await ended
  if (code !== 0) throw new BenchError(`${program} ended with ${code}`)
  return text
}
