import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How the process of a pretended release started last. */
export interface StartedProcess {
  readonly pid: number
  readonly port: string
  readonly words: readonly string[]
  readonly conf?: string
  readonly java?: string
  readonly log?: string
}

/** `broken`: ends at once; `silent`: runs and never answers; `stubborn`: does not end when it is told to. */
export type Misbehaviour = 'broken' | 'silent' | 'stubborn'

/** A folder that looks like a release of Flink; its gateway is a stand-in. */
export interface PretendedRelease extends AsyncDisposable {
  readonly home: string
  started(): Promise<StartedProcess>
  /** Of all processes that were started, the first one first. */
  pids(): Promise<readonly number[]>
  /** What processes do that are started from now on. */
  misbehave(how: Misbehaviour): Promise<void>
  behave(how: Misbehaviour): Promise<void>
}

const PROCESS = join(import.meta.dirname, 'fake-gateway-process.js')

/** Makes it in a folder of its own, which goes with it. */
export async function openRelease(): Promise<PretendedRelease> {
  const home = await mkdtemp(join(tmpdir(), 'flink-home-'))
  await mkdir(join(home, 'bin'))
  const script = join(home, 'bin', 'sql-gateway.sh')
  await writeFile(script, `#!/bin/sh\nexec '${process.execPath}' '${PROCESS}' '${home}' "$@"\n`)
  await chmod(script, 0o755)
  return {
    home,
    started: async () => JSON.parse(await readFile(join(home, 'started.json'), 'utf8')),
    pids: async () => {
      const text = await readFile(join(home, 'pids'), 'utf8').catch(() => '')
      return text.split('\n').filter(Boolean).map(Number)
    },
    misbehave: (how) => writeFile(join(home, how), ''),
    behave: (how) => rm(join(home, how), { force: true }),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  }
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Resolves once a process has ended. */
export async function untilEnded(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve))
}
