import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type EndpointAddress, gatewayError, isGatewayError } from '@sql-gateway/gateway-common'
import { isObject } from '../discovery/plugin-package.js'
import { lockFile } from '../gateway/file-lock.js'
import { processIdentity } from './process-identity.js'

/** A gateway process, as its line in the pid file says. */
export interface GatewayProcess {
  readonly pid: number
  /** See {@link processIdentity}. */
  readonly identity: string
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number
  /** Which of the log files is its own; absent for one that logs to a terminal. */
  readonly logIndex?: number
  /** How long statements under way may go on when it is stopped; absent until it is ready, as are the addresses. */
  readonly graceMs?: number
  readonly addresses?: readonly EndpointAddress[]
}

/** The gateways of one pid folder that run. */
export interface PidFile {
  /** In the order of their starts. Lines of processes that are gone are dropped on the way. */
  list(): readonly GatewayProcess[]
  /** Adds a gateway as the last one, or puts it in the place of its line. */
  put(gateway: GatewayProcess): void
  /** Adds the gateway that `start` makes of those there are, with the file locked meanwhile. */
  add(start: (running: readonly GatewayProcess[]) => GatewayProcess): GatewayProcess
  remove(pid: number): void
}

/** How long others may have the file; each holds it for a few milliseconds. */
const LOCK_WAIT_MS = 10_000

/**
 * The pid file in a folder: a line for each gateway, its pid first, then what is known of it as JSON. A line whose process has
 * ended, or whose number now belongs to another process, counts for nothing.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — the folder cannot be written, or somebody holds the file (from every method)
 */
export function openPidFile(folder: string): PidFile {
  const file = join(folder, 'sql-gateway.pid')

  const read = (): readonly GatewayProcess[] =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line) => parseLine(line) ?? [])
          .filter(({ pid, identity }) => processIdentity(pid) === identity)
      : []

  const write = (gateways: readonly GatewayProcess[]): void => {
    writeFileSync(`${file}.new`, gateways.map((gateway) => `${formatLine(gateway)}\n`).join(''))
    renameSync(`${file}.new`, file)
  }

  const update = <T>(change: (running: readonly GatewayProcess[]) => readonly [readonly GatewayProcess[], T]): T =>
    withLock(folder, () => {
      const [gateways, result] = change(read())
      write(gateways)
      return result
    })

  return {
    list: read,
    put: (gateway) =>
      update((running) => {
        const others = running.filter(({ pid }) => pid !== gateway.pid)
        const place = running.findIndex(({ pid }) => pid === gateway.pid)
        return [others.toSpliced(place < 0 ? others.length : place, 0, gateway), undefined]
      }),
    add: (start) =>
      update((running) => {
        const gateway = start(running)
        return [[...running, gateway], gateway]
      }),
    remove: (gone) => update((running) => [running.filter(({ pid }) => pid !== gone), undefined]),
  }
}

function withLock<T>(folder: string, work: () => T): T {
  try {
    mkdirSync(folder, { recursive: true })
    const lock = lockFile(join(folder, 'sql-gateway.pid.lock'), LOCK_WAIT_MS)
    if (lock === undefined) throw gatewayError('GATEWAY.START_FAILED', `The pid file is held by another process for too long: ${folder}`)
    try {
      return work()
    } finally {
      lock.release()
    }
  } catch (error) {
    if (isGatewayError(error)) throw error
    const { code, message } = error as NodeJS.ErrnoException
    const reason = code?.startsWith('ERR_') === false ? code : message
    throw gatewayError('GATEWAY.START_FAILED', `The folder of the pid file cannot be written (${reason}): ${folder}`, { cause: error })
  }
}

function formatLine({ pid, ...rest }: GatewayProcess): string {
  return `${pid} ${JSON.stringify(rest)}`
}

function parseLine(line: string): GatewayProcess | undefined {
  const [, pid, json] = /^(\d+) (\{.*\})$/.exec(line) ?? []
  if (pid === undefined || json === undefined) return undefined
  try {
    const rest: unknown = JSON.parse(json)
    if (!isObject(rest) || typeof rest['identity'] !== 'string') return undefined
    return { pid: Number(pid), ...(rest as Omit<GatewayProcess, 'pid'>) }
  } catch {
    return undefined
  }
}
