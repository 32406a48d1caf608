import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** The launcher itself. */
export const LAUNCHER = path.join(ROOT, 'bin', 'sql-gateway.sh')
const PLUGINS = path.join(ROOT, 'test', 'fixtures', 'plugins')

/** What a command of the launcher did. */
export interface Outcome {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** A home folder of its own, in which the launcher is called as a user calls it; ends with everything that was started in it. */
export interface GatewayHome extends AsyncDisposable {
  readonly path: string
  write(file: string, content: string): Promise<void>
  read(file: string): Promise<string>
  /** Waits until a file is there; its folder has to be there already. */
  untilWritten(file: string): Promise<void>
  /** Copies plug-ins of the fixtures into its `plugins`. */
  addPlugins(...names: readonly string[]): Promise<void>
  /** Calls the launcher and waits for its end. */
  call(words: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Outcome>
  /** Calls the launcher and does not wait. */
  spawn(words: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess
}

export async function createGatewayHome(): Promise<GatewayHome> {
  const home = await mkdtemp(path.join(tmpdir(), 'sql-gateway-e2e-'))
  const children: ChildProcess[] = []

  const spawnLauncher = (words: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess => {
    const child = spawn(LAUNCHER, words, {
      cwd: home,
      env: { PATH: process.env['PATH'], SQL_GATEWAY_BUILD: 'never', SQL_GATEWAY_HOME: home, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    return child
  }

  const call = async (words: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Outcome> =>
    await outcomeOf(spawnLauncher(words, environment))

  return {
    path: home,
    write: async (file, content) => {
      await mkdir(path.dirname(path.join(home, file)), { recursive: true })
      await writeFile(path.join(home, file), content)
    },
    read: async (file) => await readFile(path.join(home, file), 'utf8'),
    untilWritten: async (file) => {
      const { dir, base } = path.parse(path.join(home, file))
      const watcher = watch(dir)
      try {
        while (!(await readdir(dir)).includes(base)) await once(watcher, 'change')
      } finally {
        watcher.close()
      }
    },
    addPlugins: async (...names) => {
      for (const name of names) await cp(path.join(PLUGINS, name), path.join(home, 'plugins', name), { recursive: true })
    },
    call,
    spawn: spawnLauncher,
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL')
      for (const line of (await readFile(path.join(home, 'run', 'sql-gateway.pid'), 'utf8').catch(() => '')).split('\n')) {
        if (line !== '') killIfThere(Number.parseInt(line, 10))
      }
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** What a process did until its end. */
export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  if (child.stdout === null || child.stderr === null) throw new TypeError('its output is not piped')
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: code as number | null, output, errors }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended, as it should.
  }
}

/** The pids in a pid file, in its order. */
export function pidsIn(pidFile: string): readonly number[] {
  return pidFile.split('\n').flatMap((line) => (line === '' ? [] : Number.parseInt(line, 10)))
}

/** The first address with a scheme in what the launcher printed. */
export function addressIn(output: string, scheme = 'http'): string {
  const [url] = new RegExp(`${scheme}://[^\\s/"]+`).exec(output) ?? []
  if (url === undefined) throw new TypeError(`no address in: ${output}`)
  return url
}
