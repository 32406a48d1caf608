import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  gatewayError,
  type OperationHandle,
  type OperationInfo,
  parseOperationHandle,
  parseSessionHandle,
  type SessionHandle,
} from '@sql-gateway/gateway-common'
import tcli, { type THandleIdentifier, type TOperationHandle, type TSessionHandle } from '#generated/TCLIService_types.js'
import { toOperationType } from './operation-states.js'

const ID_BYTES = 16
const MOST_KNOWN = 1_024

/**
 * Turns handles into the protocol's and back. The secret beside an id is derived from it with a key that only the
 * gateway knows, so nothing needs to be stored to tell a handle that was given out from one that was guessed.
 */
export interface HandleCodec {
  toSession(session: SessionHandle): TSessionHandle
  toOperation(operation: Pick<OperationInfo, 'handle' | 'type' | 'hasResultSet'>): TOperationHandle
  /** @throws {GatewayError} SESSION.NOT_FOUND — no such handle was given out */
  readSession(handle: TSessionHandle | null | undefined): SessionHandle
  /** @throws {GatewayError} OPERATION.NOT_FOUND — no such handle was given out */
  readOperation(handle: TOperationHandle | null | undefined): OperationHandle
}

/**
 * Makes a codec.
 *
 * @param key - any text; absent means a random one, so that handles are void when the process ends
 */
export function createHandleCodec(key?: string): HandleCodec {
  const root = key === undefined ? randomBytes(32) : Buffer.from(key)
  // A key object is made once: from bytes, each secret would cost four times as much.
  const keyFor = (purpose: string): KeyObject => createSecretKey(createHmac('sha256', root).update(purpose).digest())
  const keys = { session: keyFor('session'), operation: keyFor('operation') }
  type Purpose = keyof typeof keys

  /** The same few handles come again with every call. */
  const known = new Map<string, Buffer>()

  const secretOf = (purpose: Purpose, id: Buffer): Buffer => {
    const name = purpose + id.toString('latin1')
    let secret = known.get(name)
    if (secret !== undefined) return secret
    secret = createHmac('sha256', keys[purpose]).update(id).digest().subarray(0, ID_BYTES)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(name, secret)
    return secret
  }

  const identify = (purpose: Purpose, handle: string): THandleIdentifier => {
    const guid = Buffer.from(handle.replaceAll('-', ''), 'hex')
    return new tcli.THandleIdentifier({ guid, secret: secretOf(purpose, guid) })
  }

  const read = (purpose: Purpose, identifier: THandleIdentifier | null | undefined): string | undefined => {
    const { guid, secret } = identifier ?? {}
    if (guid?.length !== ID_BYTES || secret?.length !== ID_BYTES) return undefined
    return timingSafeEqual(secret, secretOf(purpose, guid)) ? toUuid(guid) : undefined
  }

  return {
    toSession: (session) => new tcli.TSessionHandle({ sessionId: identify('session', session) }),
    toOperation: ({ handle, type, hasResultSet }) =>
      new tcli.TOperationHandle({ operationId: identify('operation', handle), operationType: toOperationType(type), hasResultSet }),
    readSession: (handle) => {
      const id = read('session', handle?.sessionId)
      if (id === undefined) throw gatewayError('SESSION.NOT_FOUND', `${describe(handle?.sessionId)} was not given out by this gateway.`)
      return parseSessionHandle(id)
    },
    readOperation: (handle) => {
      const id = read('operation', handle?.operationId)
      if (id === undefined) throw gatewayError('OPERATION.NOT_FOUND', `${describe(handle?.operationId)} was not given out by this gateway.`)
      return parseOperationHandle(id)
    },
  }
}

/**
 * The handle that UploadData and DownloadData must send beside their refusal; it names nothing.
 */
export function emptyOperationHandle(): TOperationHandle {
  const operationId = new tcli.THandleIdentifier({ guid: Buffer.alloc(ID_BYTES), secret: Buffer.alloc(ID_BYTES) })
  return new tcli.TOperationHandle({ operationId, operationType: tcli.TOperationType.UNKNOWN, hasResultSet: false })
}

function toUuid(guid: Buffer): string {
  const hex = guid.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function describe(identifier: THandleIdentifier | null | undefined): string {
  const guid = identifier?.guid
  if (guid === undefined || guid === null) return 'The handle, which is missing from the request,'
  return guid.length === ID_BYTES ? toUuid(guid) : `A handle of ${guid.length} bytes`
}
