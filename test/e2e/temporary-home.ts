import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the clone. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** What a command did. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A home folder of the gateway's own for one test; disposing stops what runs with it and removes it. */
export interface TemporaryHome extends AsyncDisposable {
  readonly path: string
  /** Runs `bin/sql-gateway.sh` with this home. */
  run(...words: readonly string[]): Promise<Ran>
  /** Starts a gateway in the background. Gives where its endpoints answer, by protocol. */
  start(options: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>>
  /** Copies a package's manifest and what was built of its sources, and nothing else, into a folder of the home. */
  install(packageFolder: string, folder: string): Promise<void>
}

/** Makes an empty home. */
export async function createTemporaryHome(): Promise<TemporaryHome> {
  const path = await mkdtemp(join(tmpdir(), 'sql-gateway-home-'))
  const environment = { ...process.env, SQL_GATEWAY_HOME: path, SQL_GATEWAY_BUILD: 'never' }
  for (const name of ['CONF', 'LOG', 'PID', 'DATA']) delete (environment as NodeJS.ProcessEnv)[`SQL_GATEWAY_${name}_DIR`]

  const run = (...words: readonly string[]): Promise<Ran> =>
    runCommand(spawn(join(ROOT, 'bin/sql-gateway.sh'), words, { env: environment }))

  return {
    path,
    run,
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
    [Symbol.asyncDispose]: async () => {
      await run('stop-all')
      await rm(path, { recursive: true, force: true })
    },
  }
}

/** Waits for a process to end, and collects what it prints. */
export async function runCommand(child: ChildProcess): Promise<Ran> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  let [stdout, stderr] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.once('error', reject).once('close', resolve)
  return { code: await promise, stdout, stderr }
}
