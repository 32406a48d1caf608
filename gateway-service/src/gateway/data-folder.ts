import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Clock, gatewayError } from '@sql-gateway/gateway-common'
import { type FileLock, lockFile } from './file-lock.js'

/** The folder of what outlives a restart, held by one gateway. */
export interface DataFolder {
  /** A folder in it that belongs to one engine instance; made when it is not there. */
  engineFolder(instance: string): Promise<string>
  /** Lets another gateway have it. */
  release(): Promise<void>
}

const REMEDY = 'Stop that one, or give this one a folder of its own: -Dsql-gateway.data-dir=<folder>, or SQL_GATEWAY_DATA_DIR.'

const NAMED = 'which sql-gateway.data-dir names,'

/**
 * Takes the data folder for a gateway; makes it when it is not there.
 *
 * @throws {GatewayError} GATEWAY.START_FAILED — another gateway has it, or it cannot be written
 */
export async function openDataFolder(path: string, clock: Clock): Promise<DataFolder> {
  const ownerFile = join(path, 'gateway.pid')
  const lock = await takeLock(path, ownerFile)
  try {
    await writeFile(ownerFile, `${process.pid} since ${new Date(clock.now()).toISOString()}\n`)
  } catch (error) {
    lock.release()
    throw notWritable(path, error)
  }
  return {
    engineFolder: async (instance) => {
      const folder = join(path, 'engines', instance)
      await mkdir(folder, { recursive: true })
      return folder
    },
    release: async () => {
      await rm(ownerFile, { force: true })
      lock.release()
    },
  }
}

async function takeLock(path: string, ownerFile: string): Promise<FileLock> {
  let lock: FileLock | undefined
  try {
    await mkdir(path, { recursive: true })
    lock = lockFile(join(path, 'gateway.lock'))
  } catch (error) {
    throw notWritable(path, error)
  }
  if (lock !== undefined) return lock
  const owner = await readFile(ownerFile, 'utf8').catch(() => '')
  const which = owner.trim() === '' ? 'another gateway' : `another gateway (process ${owner.trim()})`
  throw gatewayError('GATEWAY.START_FAILED', `The data folder ${basename(path)}, ${NAMED} is in use by ${which}. ${REMEDY}`)
}

function notWritable(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException
  const reason = code?.startsWith('E') === true && !code.startsWith('ERR_') ? code : message
  const text = `The data folder ${basename(path)}, ${NAMED} cannot be written (${reason}).`
  return gatewayError('GATEWAY.START_FAILED', text, { cause: error })
}
