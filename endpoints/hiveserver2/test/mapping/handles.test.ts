import { describe, expect, test } from '@jest/globals'
import { newOperationHandle, newSessionHandle } from '@sql-gateway/gateway-common'
import tcli from '#generated/TCLIService_types.js'
import { createHandleCodec, emptyOperationHandle } from '../../src/mapping/handles.js'

const session = newSessionHandle()
const operation = { handle: newOperationHandle(), type: 'EXECUTE_STATEMENT', hasResultSet: true } as const

describe('mapping/handles', () => {
  test('reads what it wrote', () => {
    const codec = createHandleCodec()
    expect(codec.readSession(codec.toSession(session))).toBe(session)
    const handle = codec.toOperation(operation)
    expect(codec.readOperation(handle)).toBe(operation.handle)
    expect(handle).toMatchObject({ operationType: 0, hasResultSet: true })
  })

  test('writes 16 bytes of id and 16 of secret, and the same for the same key', () => {
    const [one, other] = [createHandleCodec('a key of many letters'), createHandleCodec('a key of many letters')]
    const { guid, secret } = one.toSession(session).sessionId
    expect([guid.length, secret.length]).toEqual([16, 16])
    expect(guid.toString('hex')).toBe(session.replaceAll('-', ''))
    expect(other.readSession(one.toSession(session))).toBe(session)
  })

  test('refuses a handle whose secret was made up', () => {
    const codec = createHandleCodec()
    const handle = codec.toSession(session)
    handle.sessionId.secret = Buffer.alloc(16)
    expect(() => codec.readSession(handle)).toThrow(`${session} was not given out by this gateway.`)
    expect(() => createHandleCodec().readSession(codec.toSession(session))).toThrow('was not given out')
  })

  test('takes no session for an operation and no operation for a session', () => {
    const codec = createHandleCodec()
    const { operationId } = codec.toOperation(operation)
    expect(() => codec.readSession(new tcli.TSessionHandle({ sessionId: operationId }))).toThrow('was not given out')
    const stolen = Object.assign(new tcli.TOperationHandle(), { operationId: codec.toSession(session).sessionId })
    expect(() => codec.readOperation(stolen)).toThrow('was not given out')
  })

  test('refuses handles with parts missing or of another size', () => {
    const codec = createHandleCodec()
    const short = codec.toSession(session)
    short.sessionId.guid = Buffer.alloc(3)
    expect(() => codec.readSession(short)).toThrow('A handle of 3 bytes was not given out')
    const hollow = Object.assign(new tcli.TSessionHandle(), { sessionId: new tcli.THandleIdentifier() })
    for (const handle of [null, undefined, new tcli.TSessionHandle(), hollow]) {
      expect(() => codec.readSession(handle)).toThrow('which is missing from the request')
    }
    expect(() => codec.readOperation(emptyOperationHandle())).toThrow('was not given out')
  })
})
