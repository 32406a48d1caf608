import { readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** How the process of a pretended release started last. */
export interface StartedProcess {
  readonly pid: number
  readonly port: string
  readonly words: readonly string[]
  readonly conf?: string
  readonly java?: string
  readonly log?: string
}

/** `broken`: ends at once; `silent`: runs and never listens; `mute`: listens and never answers; `stubborn`: does not end when it is told to. */
export type Misbehaviour = 'broken' | 'silent' | 'mute' | 'stubborn'

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

const LOOK_EVERY_MS = 5
/** By the machine's own clock: who loops for ever keeps a test run from ending. */
const GIVE_UP_AFTER_MS = 60_000
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
  } catch {
    return false
  }
  return !isLeftover(pid)
}

/** Whether only the number of a process is left, which goes when its parent asks how it ended: not every first process of a container does. */
function isLeftover(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Behind the name, which may hold blanks and brackets.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z')
  } catch {
    return false
  }
}

/** Resolves once a process has ended. */
export async function untilEnded(pid: number): Promise<void> {
  const until = performance.now() + GIVE_UP_AFTER_MS
  while (isAlive(pid)) {
    if (performance.now() > until) throw new TypeError(`Process ${pid} did not end within ${GIVE_UP_AFTER_MS} ms`)
    await pause(LOOK_EVERY_MS)
  }
}
