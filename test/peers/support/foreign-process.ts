import { spawn } from 'node:child_process'

/** What a foreign program did: its exit code and what it printed, without colours. */
export interface ForeignRun {
  readonly exitCode: number | null
  readonly stdout: string
  /** That, and behind it what it printed on standard error: which of the two came first is chance. */
  readonly output: string
}

/** How a foreign program is started. */
export interface ForeignCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** What it reads from its standard input, which is then at its end; absent: nothing. */
  readonly input?: string
}

const RUN_WITHIN_MS = 600_000
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g')

/** Runs a foreign program to its end; a failure of the program is a fact to look at, no error. One that never ends is killed. */
export function runForeign({ command, args, env, cwd, input }: ForeignCommand): Promise<ForeignRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, timeout: RUN_WITHIN_MS, killSignal: 'SIGKILL' })
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes))
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, stdout: plain(stdout), output: plain([...stdout, ...stderr]) }))
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
  })
}

function plain(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString().replaceAll(COLOURS, '')
}
