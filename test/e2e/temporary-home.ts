import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { watch } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CollectedOutput, collectOutput } from '../support/collected-output.js'
import { killChild, killProcess } from '../support/process-end.js'

/** The folder of the clone. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The launcher. */
export const LAUNCHER = join(ROOT, 'bin', 'sql-gateway.sh')

/** What a command did. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Environment variables beside those that every command of a home has. */
export type Variables = Readonly<Record<string, string>>

/** A home folder of the gateway's own for one test; disposing ends what runs with it and removes it. */
export interface TemporaryHome extends AsyncDisposable {
  readonly path: string
  /** Runs `bin/sql-gateway.sh` with this home, in it, and waits for its end. */
  run(...words: readonly string[]): Promise<Ran>
  /** The same with further variables. */
  runWith(variables: Variables, ...words: readonly string[]): Promise<Ran>
  /** Runs `bin/sql-gateway.sh` and does not wait. */
  spawn(...words: readonly string[]): ChildProcess
  /** Kills the gateways that were started in the background, as a crash would, and waits until they are gone. */
  kill(): Promise<void>
  /** Starts a gateway in the background. Gives where its endpoints answer, by protocol. */
  start(options: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>>
  /** Copies a package's manifest and what was built of its sources, and nothing else, into a folder of the home. */
  install(packageFolder: string, folder: string): Promise<void>
  /** Copies plug-ins of test/fixtures/plugins into the folder `plugins`. */
  addPlugins(...names: readonly string[]): Promise<void>
  read(file: string): Promise<string>
  write(file: string, content: string): Promise<void>
  /** Waits until a file is there; its folder has to be there already. */
  untilWritten(file: string): Promise<void>
}

/** Makes an empty home. */
export async function createTemporaryHome(): Promise<TemporaryHome> {
  const path = await mkdtemp(join(tmpdir(), 'sql-gateway-home-'))
  const children: ChildProcess[] = []

  const spawnWith = (variables: Variables, words: readonly string[]): ChildProcess => {
    const own = { PATH: process.env['PATH'], SQL_GATEWAY_HOME: path, SQL_GATEWAY_BUILD: 'never' }
    const child = spawn(LAUNCHER, words, { cwd: path, env: { ...own, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    return child
  }
  const run = async (...words: readonly string[]): Promise<Ran> => await runCommand(spawnWith({}, words))

  const killGateways = async (): Promise<void> => {
    const pidFile = await readFile(join(path, 'run', 'sql-gateway.pid'), 'utf8').catch(() => '')
    await Promise.all(pidsIn(pidFile).map(killProcess))
  }

  return {
    path,
    run,
    runWith: async (variables, ...words) => await runCommand(spawnWith(variables, words)),
    spawn: (...words) => spawnWith({}, words),
    kill: killGateways,
    start: async (options) => {
      const { code, stdout, stderr } = await run('start', ...Object.entries(options).map(([key, value]) => `-D${key}=${value}`))
      if (code !== 0) throw new TypeError(`The gateway did not start: ${stdout}${stderr}`)
      return new Map([...stdout.matchAll(/^ {2}(\S+) +(\S+:\/\/\S+)$/gm)].map(([, protocol = '', url = '']) => [protocol, url]))
    },
    install: async (packageFolder, folder) => {
      const [from, to] = [join(ROOT, packageFolder), join(path, folder)]
      await cp(join(from, 'package.json'), join(to, 'package.json'))
      await cp(join(from, 'dist/src'), join(to, 'dist/src'), { recursive: true })
    },
    addPlugins: async (...names) => {
      for (const name of names) await cp(join(ROOT, 'test/fixtures/plugins', name), join(path, 'plugins', name), { recursive: true })
    },
    read: async (file) => await readFile(join(path, file), 'utf8'),
    write: async (file, content) => {
      await mkdir(dirname(join(path, file)), { recursive: true })
      await writeFile(join(path, file), content)
    },
    untilWritten: async (file) => await untilWritten(join(path, file)),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(children.map(killChild))
      await killGateways()
      await rm(path, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A process that prints. */
export interface Running {
  readonly stdout: CollectedOutput
  /** What it did, once it has ended. */
  readonly ended: Promise<Ran>
}

/** Collects what a process prints from its start on. */
export function follow(child: ChildProcess): Running {
  if (child.stdout === null || child.stderr === null) throw new TypeError('its output is not piped')
  const [stdout, stderr] = [collectOutput(child.stdout), collectOutput(child.stderr)]
  const closed = once(child, 'close') as Promise<[number | null]>
  const ended = Promise.all([stdout.whole, stderr.whole, closed]).then(([out, err, [code]]) => ({ code, stdout: out, stderr: err }))
  return { stdout, ended }
}

/** Waits for a process to end, and collects what it prints. */
export async function runCommand(child: ChildProcess): Promise<Ran> {
  return await follow(child).ended
}

/** The pids in the text of a pid file, in its order. */
export function pidsIn(pidFile: string): readonly number[] {
  return pidFile.split('\n').flatMap((line) => (line === '' ? [] : Number.parseInt(line, 10)))
}

/** The first HTTP address in what the launcher printed. */
export function addressIn(output: string): string {
  const [url] = /http:\/\/[^\s/"]+/.exec(output) ?? []
  if (url === undefined) throw new TypeError(`no address in: ${output}`)
  return url
}

async function untilWritten(file: string): Promise<void> {
  const { dir, base } = parse(file)
  const watcher = watch(dir)
  // Kept from here on: a change that comes while the folder is read must not be waited for in vain.
  const changes = on(watcher, 'change')
  try {
    while (!(await readdir(dir)).includes(base)) await changes.next()
  } finally {
    watcher.close()
  }
}
