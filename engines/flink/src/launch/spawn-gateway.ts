import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, type Logger, withinLimit } from '@sql-gateway/gateway-common'
import type { FlinkSettings } from '../options.js'
import { portOption } from './leftover.js'

/** A process of Flink's gateway. */
export interface GatewayProcess {
  readonly pid: number | undefined
  /** Resolves with how it ended, in words. */
  readonly ended: Promise<string>
  /** Resolves with what it wrote last, for the log, once it has ended and that has come. */
  readonly lastLines: Promise<readonly string[]>
  /** Tells it to end, kills it where it does not, and resolves once it has ended. */
  stop(): Promise<void>
}

/** What a process is started with. */
export interface SpawnInit {
  readonly home: string
  readonly settings: Pick<FlinkSettings, 'confDir' | 'javaHome' | 'launchOptions'>
  /** A folder of this engine's own; logs go below it. */
  readonly folder: string
  readonly port: number
  readonly clock: Clock
  readonly logger: Logger
}

const KILL_AFTER_MS = 10_000
/** How long what a process wrote last is waited for behind its end: a child that it left may hold the pipe for ever. */
const LAST_WORDS_WITHIN_MS = 1_000
const KEPT_LINES = 30
const LONGEST_LINE = 2_000

/** Starts `bin/sql-gateway.sh` of a release in the foreground. */
export async function spawnGateway({ home, settings, folder, port, clock, logger }: SpawnInit): Promise<GatewayProcess> {
  const logFolder = join(folder, 'log')
  await mkdir(logFolder, { recursive: true })
  const options = [
    '-Dsql-gateway.endpoint.rest.address=127.0.0.1',
    '-Dsql-gateway.endpoint.rest.bind-address=127.0.0.1',
    `-Dsql-gateway.endpoint.rest.bind-port=${port}`,
    portOption(port),
    ...settings.launchOptions.map((option) => `-D${option}`),
  ]
  const child = spawn(join(home, 'bin', 'sql-gateway.sh'), ['start-foreground', ...options], {
    env: {
      ...process.env,
      FLINK_LOG_DIR: logFolder,
      FLINK_PID_DIR: folder,
      ...(settings.confDir === undefined ? {} : { FLINK_CONF_DIR: settings.confDir }),
      ...(settings.javaHome === undefined ? {} : { JAVA_HOME: settings.javaHome }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // What is typed at this gateway's terminal is meant for this gateway, which has statements to end before it ends Flink's.
    detached: true,
  })
  const lines = collectLines(child, logger)
  const ended = untilEnded(child)
  const written = Promise.withResolvers<void>()
  child.once('close', () => written.resolve())
  endWithThisProcess(child)
  let stopping: Promise<void> | undefined

  async function stop(): Promise<void> {
    child.kill('SIGTERM')
    const hard = clock.schedule(KILL_AFTER_MS, () => child.kill('SIGKILL'))
    await ended
    hard.cancel()
  }

  return {
    pid: child.pid,
    ended,
    lastLines: ended.then(() => withinLimit(written.promise, LAST_WORDS_WITHIN_MS, clock)).then(() => lines),
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/** The newest lines; each goes to the log, too. */
function collectLines(child: ChildProcess, logger: Logger): readonly string[] {
  const kept: string[] = []

  function keep(text: string): void {
    const line = text.slice(0, LONGEST_LINE)
    kept.push(line)
    logger.debug({ line }, "Flink's gateway writes")
    kept.splice(0, kept.length - KEPT_LINES)
  }

  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream?.setEncoding('utf8')
    stream?.on('data', (chunk: string) => {
      const parts = `${rest}${chunk}`.split('\n')
      rest = (parts.pop() ?? '').slice(0, LONGEST_LINE)
      for (const line of parts) keep(line)
    })
    stream?.on('end', () => {
      if (rest !== '') keep(rest)
    })
  }
  return kept
}

function untilEnded(child: ChildProcess): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  child.once('error', (error) => resolve(`could not be started (${'code' in error ? String(error.code) : error.name})`))
  child.once('exit', (code, signal) => resolve(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`))
  return promise
}

/** Also where this process is ended in haste, and nobody is asked to stop anything. */
function endWithThisProcess(child: ChildProcess): void {
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  child.once('error', () => process.off('exit', end))
}
