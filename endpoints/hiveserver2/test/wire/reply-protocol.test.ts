import { describe, expect, test } from '@jest/globals'
import { Thrift } from 'thrift'
import { MessageTransport } from '../../src/wire/message-transport.js'
import { ReplyProtocol, writeException } from '../../src/wire/reply-protocol.js'

function readExceptionOf(bytes: Buffer): { name: string; type: number; text: string } {
  const protocol = new ReplyProtocol(new MessageTransport(bytes))
  const { fname } = protocol.readMessageBegin()
  const exception = new Thrift.TApplicationException()
  exception.read(protocol)
  return { name: fname, type: Reflect.get(exception, 'type') as number, text: exception.message }
}

describe('wire/reply-protocol', () => {
  test('writes the type of an exception, which Thrift itself leaves out', () => {
    const transport = new MessageTransport(Buffer.alloc(0))
    const { UNKNOWN_METHOD } = Thrift.TApplicationExceptionType
    writeException(new ReplyProtocol(transport), { name: 'GetLog', seqId: 3 }, UNKNOWN_METHOD, 'no such call')
    expect(readExceptionOf(Buffer.concat(transport.output().chunks))).toEqual({ name: 'GetLog', type: 1, text: 'no such call' })
  })

  test('drops a reply that was begun when an exception takes its place', () => {
    const transport = new MessageTransport(Buffer.alloc(0))
    const protocol = new ReplyProtocol(transport)
    protocol.writeMessageBegin('GetInfo', Thrift.MessageType.REPLY, 3)
    protocol.writeString('half a reply')
    writeException(protocol, { name: 'GetInfo', seqId: 3 }, Thrift.TApplicationExceptionType.INTERNAL_ERROR, 'sorry')
    const { chunks, byteLength } = transport.output()
    expect(Buffer.concat(chunks)).toHaveLength(byteLength)
    expect(readExceptionOf(Buffer.concat(chunks))).toEqual({ name: 'GetInfo', type: 6, text: 'sorry' })
    expect(protocol.repliedException).toBe(true)
  })
})
