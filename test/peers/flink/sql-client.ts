import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeClientConfig } from '#scripts/peers/flink/cluster-config.js'
import type { FlinkHome } from '#scripts/peers/flink/install.js'
import { runForeign } from '../support/foreign-process.js'
import { findTables, type TextTable } from '../support/text-table.js'

/** What Flink's sql-client is asked to do. */
export interface ClientTask {
  /** `host:port` of a gateway. */
  readonly gateway: string
  /** Statements of a file that is run with -f. */
  readonly script?: string
  /** Statements of a file that is run before, with -i. */
  readonly initScript?: string
  /** What a person would type; used when there is no script. */
  readonly typed?: string
  /** Settings given with -D. */
  readonly settings?: Readonly<Record<string, string>>
}

/** What it printed and how it ended. */
export interface ClientRun {
  readonly exitCode: number | null
  /** What it printed on standard output: without what Java tells beside it. */
  readonly stdout: string
  readonly output: string
  readonly tables: readonly TextTable[]
  /** The text of each message that begins with [ERROR], up to the next empty line. */
  readonly errors: readonly string[]
}

/** Runs Flink's own sql-client in gateway mode, with its stock configuration and a history file of its own. */
export async function runSqlClient(flink: FlinkHome, task: ClientTask): Promise<ClientRun> {
  const dir = mkdtempSync(path.join(tmpdir(), 'flink-sql-client-'))
  try {
    const { exitCode, stdout, output } = await runForeign({
      command: path.join(flink.dir, 'bin', 'sql-client.sh'),
      args: ['gateway', '-e', task.gateway, '-hist', path.join(dir, 'history'), ...settingArgs(task), ...scriptArgs(dir, task)],
      cwd: dir,
      env: {
        JAVA_HOME: flink.javaHome,
        FLINK_CONF_DIR: writeClientConfig(flink, dir),
        FLINK_LOG_DIR: dir,
        FLINK_ENV_JAVA_OPTS_CLI: '-Xmx256m',
      },
      ...(task.typed === undefined ? {} : { input: task.typed }),
    })
    return { exitCode, stdout, output, tables: findTables(stdout), errors: errorsIn(stdout) }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function settingArgs({ settings = {} }: ClientTask): string[] {
  return Object.entries(settings).map(([key, value]) => `-D${key}=${value}`)
}

function scriptArgs(dir: string, { script, initScript }: ClientTask): string[] {
  return [...fileArg('-i', path.join(dir, 'init.sql'), initScript), ...fileArg('-f', path.join(dir, 'script.sql'), script)]
}

function fileArg(option: string, file: string, text: string | undefined): string[] {
  if (text === undefined) return []
  writeFileSync(file, text)
  return [option, file]
}

function errorsIn(stdout: string): string[] {
  return [...stdout.matchAll(/\[ERROR\] ([\s\S]*?)(?:\n\n|$)/g)].map((match) => match[1] ?? '')
}
