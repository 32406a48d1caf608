import { type ChildProcess, execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const LOOK_EVERY_MS = 5

/** Ends a process, wherever it comes from, and waits until the system has taken back its files, locks and ports. One that has ended is no error. */
export async function killProcess(pid: number): Promise<void> {
  if (!signal(pid, 'SIGKILL')) return
  while (signal(pid, 0) && !(await isLeftover(pid))) await pause(LOOK_EVERY_MS)
}

/** The same of a process that this one started. */
export async function killChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** The processes that have a variable of the environment with a value: their numbers, or their lines where the system tells no more than that. */
export async function processesWith(name: string, value: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['axeww', '-o', 'command'], { maxBuffer: 16 * 1024 * 1024 })
    return stdout.split('\n').filter((line) => line.includes(`${name}=${value} `))
  }
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
  // One that has ended meanwhile has no environment any more.
  const environments = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')))
  return pids.filter((_, i) => environments[i]?.split('\0').includes(`${name}=${value}`))
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

/** Whether only the number of a process is left, which goes when its parent asks how it ended; the others are threads that have not ended yet. */
async function isLeftover(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z') && (await readdir(`/proc/${pid}/task`)).length === 1
  } catch {
    return false
  }
}
