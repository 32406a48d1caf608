import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { TBinaryProtocol, Thrift } from 'thrift'
import tcli from '#generated/TCLIService_types.js'
import { createMessageScanner, type ScanResult } from '../../src/wire/message-scanner.js'
import { MessageTransport } from '../../src/wire/message-transport.js'
import { writeStruct } from '../../src/wire/struct.js'

const LIMIT = 100_000

function message(write: (protocol: TBinaryProtocol) => void, name = 'OpenSession', seqId = 9): Buffer {
  const transport = new MessageTransport(Buffer.alloc(0))
  const protocol = new TBinaryProtocol(transport)
  protocol.writeMessageBegin(name, Thrift.MessageType.CALL, seqId)
  write(protocol)
  protocol.writeMessageEnd()
  return Buffer.concat(transport.output().chunks)
}

function openSession(configuration: Record<string, string>): Buffer {
  return message((protocol) => {
    protocol.writeFieldBegin('req', Thrift.Type.STRUCT, 1)
    writeStruct(protocol, new tcli.TOpenSessionReq({ client_protocol: 9, username: 'me', configuration }))
    protocol.writeFieldStop()
  })
}

function scanAll(bytes: Buffer, limit = LIMIT): ScanResult {
  return createMessageScanner(limit).scan(bytes, 0, bytes.length)
}

function reasonOf(bytes: Buffer, limit = LIMIT): string {
  const result = scanAll(bytes, limit)
  return result.outcome === 'malformed' ? result.reason : result.outcome
}

function field(type: number, ...rest: number[]): Buffer {
  return message((protocol) => {
    protocol.writeFieldBegin('x', type, 1)
    for (const byte of rest) protocol.writeByte(byte)
  })
}

describe('wire/message-scanner', () => {
  test('finds the end of a message and leaves what follows', () => {
    const bytes = openSession({ a: 'b', ü: '😀' })
    const result = createMessageScanner(LIMIT).scan(Buffer.concat([Buffer.alloc(3), bytes, Buffer.alloc(9, 0x80)]), 3, bytes.length + 12)
    expect(result).toEqual({ outcome: 'complete', header: { name: 'OpenSession', type: 1, seqId: 9 }, length: bytes.length })
  })

  test('finds the same end however the message is cut', () => {
    const bytes = openSession(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key${i}`, 'v'.repeat(i)])))
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 })), (cuts) => {
        const scanner = createMessageScanner(LIMIT)
        for (const cut of cuts.sort((a, b) => a - b)) expect(scanner.scan(bytes, 0, cut).outcome).toBe('incomplete')
        expect(scanner.scan(bytes, 0, bytes.length)).toMatchObject({ outcome: 'complete', length: bytes.length })
      }),
    )
  })

  test('names the call as soon as its head is there', () => {
    const bytes = openSession({})
    expect(createMessageScanner(LIMIT).scan(bytes, 0, 15)).toEqual({ outcome: 'incomplete' })
    expect(createMessageScanner(LIMIT).scan(bytes, 0, 24)).toMatchObject({ outcome: 'incomplete', header: { name: 'OpenSession' } })
  })

  test('refuses what is larger than the limit before it is there', () => {
    const announced = message((protocol) => {
      protocol.writeFieldBegin('statement', Thrift.Type.STRING, 2)
      protocol.writeI32(2 ** 31 - 1)
    })
    expect(reasonOf(announced)).toBe('it is larger than the limit of 100000 bytes')
    expect(reasonOf(openSession({ a: 'x'.repeat(500) }), 400)).toBe('it is larger than the limit of 400 bytes')
  })

  test('refuses sizes below zero and beyond reason', () => {
    const { LIST, MAP, STRING, STRUCT, BYTE } = Thrift.Type
    expect(reasonOf(field(STRING, 0xff, 0xff, 0xff, 0xff))).toBe('it holds a string of -1 bytes')
    expect(reasonOf(field(LIST, STRUCT, 0xff, 0xff, 0xff, 0xfe))).toBe('it holds a list or map of -2 elements')
    expect(reasonOf(field(MAP, STRING, STRING, 0x80, 0, 0, 0))).toBe('it holds a list or map of -4294967296 elements')
    expect(reasonOf(field(LIST, STRUCT, 0x7f, 0xff, 0xff, 0xff))).toBe('it holds more than 1000000 values')
    expect(reasonOf(field(LIST, BYTE, 0, 0x1e, 0x84, 0x80))).toBe('it holds more than 1000000 values')
  })

  test('refuses a million small lists as it refuses one of a million values', () => {
    const bytes = message((protocol) => {
      for (let i = 0; i < 12; i++) {
        protocol.writeFieldBegin('x', Thrift.Type.LIST, i)
        protocol.writeListBegin(Thrift.Type.BOOL, 90_000)
        for (let k = 0; k < 90_000; k++) protocol.writeByte(1)
      }
    })
    expect(reasonOf(bytes, 10_000_000)).toBe('it holds more than 1000000 values')
  })

  test('refuses nesting beyond reason', () => {
    const bytes = message((protocol) => {
      for (let i = 0; i < 30; i++) protocol.writeFieldBegin('x', Thrift.Type.STRUCT, 1)
    })
    expect(reasonOf(bytes)).toBe('it is nested more than 24 deep')
  })

  test('refuses types that do not exist, in fields and in lists that are not empty', () => {
    expect(reasonOf(field(99))).toBe('it holds a value of the unknown type 99')
    expect(reasonOf(field(Thrift.Type.LIST, 99, 0, 0, 0, 1))).toBe('it holds a value of the unknown type 99')
    expect(scanAll(Buffer.concat([field(Thrift.Type.LIST, 99, 0, 0, 0, 0), Buffer.alloc(1)])).outcome).toBe('complete')
  })

  test('refuses what is no message of the strict binary protocol', () => {
    expect(reasonOf(Buffer.from('GET / HTTP/1.1'))).toBe("it does not begin as a message of Thrift's strict binary protocol")
    expect(reasonOf(Buffer.from([0x80, 1, 0, 1, 0x7f, 0, 0, 0]))).toBe('its method name takes 2130706432 bytes')
  })

  test('takes every sequence of bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const head = openSession({}).subarray(0, 23)
        const result = scanAll(Buffer.concat([head, bytes]))
        expect(['incomplete', 'complete', 'malformed']).toContain(result.outcome)
      }),
    )
  })
})
