import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gatewayError } from '@sql-gateway/gateway-common'
import { createGateway } from '@sql-gateway/gateway-service'

/** A gateway in this process, which only this user can reach. */
export interface EmbeddedGateway {
  /** The Unix socket at which its REST endpoint answers. */
  readonly socketPath: string
  /** Ends it and removes its files. Repeat calls wait for the same end; never rejects. */
  close(): Promise<void>
}

/** What a gateway of the client's own is made from. */
export interface EmbeddedInit {
  /** Where packages and the folder `plugins` are; absolute. */
  readonly homeDirectory: string
  /** The database file, absolute; undefined keeps everything in memory. */
  readonly database: string | undefined
  /** Options by key, `sql-gateway.` included; they win over those that this sets. */
  readonly configuration: Readonly<Record<string, string>>
}

/**
 * Starts a gateway in this process.
 *
 * It reads neither a configuration file nor environment variables: those are a server's. It acts for the person at the keyboard, so
 * that statements may use every file that this person can. Its data folder is a temporary one of its own: no other gateway has it.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — an option is wrong, the database file is in use by another process, or there is no place for
 * temporary files
 */
export async function startEmbeddedGateway({ homeDirectory, database, configuration }: EmbeddedInit): Promise<EmbeddedGateway> {
  // Removed also when the process is ended in the middle of something, between whose parts nothing may come.
  const folder = makeFolder()
  // What is under way in other threads may put something into it meanwhile.
  const removeNow = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.once('exit', removeNow)
  const socketPath = join(folder, 'rest.sock')
  try {
    const gateway = await createGateway({ homeDirectory, configuration: { ...defaults(folder, socketPath, database), ...configuration } })
    await gateway.start()
    let closed: Promise<void> | undefined
    const close = async (): Promise<void> => {
      await gateway.stop()
      await rm(folder, { recursive: true, force: true })
      process.off('exit', removeNow)
    }
    return {
      socketPath,
      close: () => {
        closed ??= close()
        return closed
      },
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    process.off('exit', removeNow)
    throw error
  }
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'sql-client-'))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const text = `The folder of temporary files, ${tmpdir()}, cannot be written (${code}). TMPDIR names another one.`
    throw gatewayError('GATEWAY.START_FAILED', text, { cause: error })
  }
}

function defaults(folder: string, socketPath: string, database: string | undefined): Readonly<Record<string, string>> {
  return {
    'sql-gateway.endpoint.type': 'rest',
    'sql-gateway.endpoint.rest.bind-socket': socketPath,
    'sql-gateway.data-dir': join(folder, 'data'),
    'sql-gateway.engine.duckdb.path': database ?? ':memory:',
    'sql-gateway.engine.duckdb.allowed-directories': '*',
    // One person with one session, who may think for long and does not wait for the end.
    'sql-gateway.session.idle-timeout': '0',
    'sql-gateway.shutdown.grace-time': '0',
  }
}
