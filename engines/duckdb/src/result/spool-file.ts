import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type GatewayError, gatewayError } from '@sql-gateway/gateway-common'
import { createBudget } from './budget.js'
import { createExtentList, type Extent } from './extent-list.js'
import { createReadCache } from './read-cache.js'

/** One file for what results of an engine do not keep in memory. */
export interface SpoolFile {
  /**
   * Writes bytes somewhere, the parts one behind the other.
   *
   * @param ownBytes - what the same result has in the file already
   * @throws {GatewayError} RESULT.TOO_LARGE — the result alone is larger than the limit of disk for results
   * @throws {GatewayError} ENGINE.OUT_OF_RESOURCES — with what other results take the limit is reached; the file cannot be written
   */
  write(parts: readonly Uint8Array[], byteLength: number, ownBytes: number): Promise<Extent>
  /**
   * Gives the bytes that were written to a place, which several may look at.
   *
   * @throws {GatewayError} ENGINE.OUT_OF_RESOURCES — the file cannot be read
   */
  read(extent: Extent): Promise<Uint8Array>
  /** Says that nobody will soon read a place again. */
  leave(extent: Extent): void
  /** Gives the disk back that bytes took. */
  free(extents: readonly Extent[]): void
  /** Bytes in use. */
  readonly used: number
  /** Never rejects. */
  close(): Promise<void>
}

/**
 * What was read lately stays for so much, for all results together: pages are often smaller than what is read at once, so
 * that the next one begins where the last one ended.
 */
const LATELY_READ_BYTES = 16 * 1024 * 1024

/** No space, or none for this user. */
const DISK_IS_FULL = ['ENOSPC', 'EDQUOT']

/** An error of the file system: the path stays out of it. */
function fileError(thrown: unknown): GatewayError {
  const code = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'unknown'
  if (DISK_IS_FULL.includes(code)) {
    return gatewayError(
      'ENGINE.OUT_OF_RESOURCES',
      'The rest of the result cannot be kept: the disk of the gateway is full. Results take disk until they are read to the end, closed, or older than sql-gateway.operation.retention-time. Try again later, or ask for less.',
      { cause: thrown },
    )
  }
  return gatewayError('ENGINE.OUT_OF_RESOURCES', `The rest of the result cannot be kept on disk (${code}).`, { cause: thrown })
}

function tooLarge(): GatewayError {
  return gatewayError('RESULT.TOO_LARGE', 'The result is larger than the disk for results (result.disk-limit). Ask for less.')
}

/** Others keep the disk for a while and not for ever, so the same statement may succeed later. */
function full(others: number, limit: number): GatewayError {
  const percent = Math.round((100 * others) / limit)
  return gatewayError(
    'ENGINE.OUT_OF_RESOURCES',
    `The rest of the result cannot be kept: other results take ${percent} % of the disk for results (result.disk-limit). They go once they are read to ` +
      'the end, closed, or older than sql-gateway.operation.retention-time. Try again later, or close results that are no longer needed.',
  )
}

/** Writes all bytes: one call may write fewer where the disk runs full. */
async function writeAll(file: FileHandle, parts: readonly Uint8Array[], position: number): Promise<void> {
  let rest = parts
  for (let at = position; rest.length > 0; ) {
    const { bytesWritten } = await file.writev(rest, at)
    at += bytesWritten
    rest = without(rest, bytesWritten)
  }
}

function without(parts: readonly Uint8Array[], byteLength: number): readonly Uint8Array[] {
  let skip = byteLength
  for (const [i, part] of parts.entries()) {
    if (skip < part.length) return [part.subarray(skip), ...parts.slice(i + 1)]
    skip -= part.length
  }
  return []
}

async function readAll(file: FileHandle, { offset, length }: Extent): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(length)
  await file.read(bytes, 0, length, offset)
  return bytes
}

/** The file is unlinked at once: no statement can reach it, and it is gone with the process however that ends. */
async function openUnlinked(folder: string): Promise<FileHandle> {
  const path = join(folder, `${randomUUID()}.spool`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}

/**
 * Makes a spool in a folder. There is no file before the first write.
 *
 * @param diskLimit - bytes
 */
export function createSpoolFile(folder: string, diskLimit: number): SpoolFile {
  const disk = createBudget(diskLimit)
  const extents = createExtentList()
  const lately = createReadCache(LATELY_READ_BYTES)
  let opening: Promise<FileHandle> | undefined
  let emptying: Promise<void> | undefined

  async function use<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    try {
      opening ??= openUnlinked(folder)
      return await work(await opening)
    } catch (error) {
      throw fileError(error)
    }
  }

  function free(given: readonly Extent[]): void {
    for (const extent of given) {
      lately.drop(extent)
      disk.give(extent.length)
      extents.give(extent)
    }
    // Once nothing is in use the disk goes back to the machine. Writes wait for it, else it would cut them off.
    if (given.length > 0 && extents.end === 0) {
      emptying ??= opening
        ?.then((file) => file.truncate(0))
        .catch(() => undefined)
        .finally(() => {
          emptying = undefined
        })
    }
  }

  return {
    write: async (parts, byteLength, ownBytes) => {
      if (!disk.take(byteLength)) throw ownBytes + byteLength > diskLimit ? tooLarge() : full(disk.used - ownBytes, diskLimit)
      while (emptying !== undefined) await emptying
      const extent = extents.take(byteLength)
      try {
        await use((file) => writeAll(file, parts, extent.offset))
        return extent
      } catch (error) {
        free([extent])
        throw error
      }
    },
    read: (extent) => lately.get(extent, () => use((file) => readAll(file, extent))),
    leave: (extent) => lately.drop(extent),
    free,
    get used() {
      return disk.used
    },
    close: async () => {
      const file = await opening?.catch(() => undefined)
      await file?.close().catch(() => undefined)
    },
  }
}
