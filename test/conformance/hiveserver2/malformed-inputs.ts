import type { EndpointAddress } from '@sql-gateway/gateway-common'
import type { MalformedInput } from '@sql-gateway/gateway-common/testkit'
import { ThriftWriter, TYPE } from '../../support/hiveserver2/thrift-codec.js'
import { lengthFrame, openSocket, readSaslFrame, saslFrame } from '../../support/hiveserver2/thrift-connection.js'
import { portOf } from './hiveserver2-client.js'

type Bytes = Buffer | string

const LOGIN = Buffer.concat([saslFrame(1, 'PLAIN'), saslFrame(2, '\0me\0x')])

/** A call whose one argument is written by hand. */
function callWith(name: string, write: (writer: ThriftWriter) => void): Buffer {
  const writer = new ThriftWriter()
  writer.writeMessageBegin(name, 1, 7)
  write(writer)
  return writer.bytes()
}

function announcing(type: number, size: number): Buffer {
  return callWith('OpenSession', (writer) => {
    writer.writeFieldBegin('req', type, 1)
    if (type !== TYPE.STRING) writer.writeByte(type === TYPE.LIST ? TYPE.I32 : TYPE.STRING)
    if (type === TYPE.MAP) writer.writeByte(TYPE.STRING)
    writer.writeI32(size)
  })
}

const WHOLE_CALL = callWith('GetInfo', (writer) => writer.writeFieldStop())
const TWO_GIGABYTES = 2 ** 31 - 1

/** What no client of the protocol should send, in each way to speak. */
export const MALFORMED_INPUTS: readonly MalformedInput[] = [
  raw('unknown-first-byte', Buffer.from([0x7f, 1, 2, 3]), 'disconnect'),
  raw('compact-protocol', Buffer.from([0x82, 0x21, 0x01, 0x0b]), 'disconnect'),
  raw('tls-hello', Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 1, 0, 0, 1, 0]), 'error'),
  raw('framed-transport', lengthFrame(WHOLE_CALL), 'error'),
  raw('other-version-of-thrift', Buffer.from([0x80, 0x02, 0x00, 0x01, 0, 0, 0, 1, 65, 0, 0, 0, 1, 0]), 'disconnect'),
  raw('endless-method-name', Buffer.from([0x80, 0x01, 0x00, 0x01, 0x7f, 0xff, 0xff, 0xff, 65]), 'disconnect'),
  raw(
    'unknown-method',
    callWith('DropEverything', (writer) => writer.writeFieldStop()),
    'error',
  ),
  raw('reply-instead-of-call', Buffer.from([0x80, 0x01, 0x00, 0x02, 0, 0, 0, 1, 65, 0, 0, 0, 1, 0]), 'error'),
  raw('string-of-two-gigabytes', announcing(TYPE.STRING, TWO_GIGABYTES), 'error'),
  raw('string-of-negative-size', announcing(TYPE.STRING, -1), 'error'),
  raw('list-of-two-billion', announcing(TYPE.LIST, TWO_GIGABYTES), 'error'),
  raw('map-of-negative-size', announcing(TYPE.MAP, -5), 'error'),
  raw(
    'unknown-type',
    callWith('OpenSession', (writer) => writer.writeFieldBegin('req', 77, 1)),
    'error',
  ),
  raw(
    'nested-without-end',
    callWith('OpenSession', (writer) => {
      for (let depth = 0; depth < 100; depth++) writer.writeFieldBegin('req', TYPE.STRUCT, 1)
    }),
    'error',
  ),
  raw('no-argument', WHOLE_CALL, 'error'),
  raw(
    'argument-of-another-type',
    callWith('ExecuteStatement', (writer) => {
      writer.writeFieldBegin('req', TYPE.I32, 1)
      writer.writeI32(5)
      writer.writeFieldStop()
    }),
    'error',
  ),
  raw(
    'fields-of-other-types',
    callWith('FetchResults', (writer) => {
      writer.writeFieldBegin('req', TYPE.STRUCT, 1)
      writer.writeFieldBegin('operationHandle', TYPE.STRING, 1)
      writer.writeString('handle')
      writer.writeFieldStop()
      writer.writeFieldStop()
    }),
    'error',
  ),
  hangUp('message-cut-off', WHOLE_CALL.subarray(0, 9)),
  hangUp('login-cut-off', LOGIN.subarray(0, 12)),
  raw('unsupported-mechanism', saslFrame(1, 'GSSAPI'), 'error'),
  raw('login-without-start', saslFrame(2, '\0me\0x'), 'disconnect'),
  raw('login-that-ends-at-once', Buffer.concat([saslFrame(1, 'PLAIN'), saslFrame(3, 'no')]), 'error'),
  raw('login-of-two-gigabytes', Buffer.from([1, 0x7f, 0xff, 0xff, 0xff]), 'error'),
  raw('empty-user', Buffer.concat([saslFrame(1, 'PLAIN'), saslFrame(2, '\0\0x')]), 'error'),
  raw('empty-password', Buffer.concat([saslFrame(1, 'PLAIN'), saslFrame(2, '\0me\0')]), 'error'),
  raw('credentials-of-four-parts', Buffer.concat([saslFrame(1, 'PLAIN'), saslFrame(2, 'a\0b\0c\0d')]), 'error'),
  afterLogin('frame-of-two-gigabytes', Buffer.from([0x7f, 0xff, 0xff, 0xff]), 'disconnect'),
  afterLogin('frame-of-negative-size', Buffer.from([0xff, 0xff, 0xff, 0xff]), 'disconnect'),
  afterLogin('call-in-a-frame-of-two-gigabytes', Buffer.concat([Buffer.from([0x7f, 0xff, 0xff, 0xff]), WHOLE_CALL]), 'error'),
  afterLogin('frame-that-is-no-message', lengthFrame(Buffer.from('hello, server')), 'disconnect'),
  http('http-get', 'GET /cliservice HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  http('http-other-path', 'POST /other HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n'),
  http('http-without-body', 'POST /cliservice HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n'),
  http('http-body-is-no-message', 'POST /cliservice HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello'),
  http('http-body-of-two-gigabytes', 'POST /cliservice HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2147483647\r\n\r\n'),
  http('http-from-a-web-page', 'POST /cliservice HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.test\r\nContent-Length: 0\r\n\r\n'),
  http('http-for-another-host', 'POST /cliservice HTTP/1.1\r\nHost: evil.test\r\nContent-Length: 0\r\n\r\n'),
  http('http-bearer', 'POST /cliservice HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\nContent-Length: 0\r\n\r\n'),
  http('http-head-is-garbage', 'POST\0\0 garbage\r\n\r\n'),
]

function raw(name: string, bytes: Bytes, expected: MalformedInput['expected']): MalformedInput {
  return { name, expected, send: (address) => exchange(address, (socket) => socket.write(bytes)) }
}

function http(name: string, head: string): MalformedInput {
  return raw(name, head, 'error')
}

function hangUp(name: string, bytes: Bytes): MalformedInput {
  return { name, expected: 'disconnect', send: (address) => exchange(address, (socket) => socket.end(bytes)) }
}

function afterLogin(name: string, bytes: Bytes, expected: MalformedInput['expected']): MalformedInput {
  return {
    name,
    expected,
    send: (address) =>
      exchange(address, async (socket) => {
        socket.write(LOGIN)
        await readSaslFrame(socket)
        socket.write(bytes)
      }),
  }
}

type SendBytes = (socket: Awaited<ReturnType<typeof openSocket>>) => unknown

async function exchange(address: EndpointAddress, sendBytes: SendBytes): Promise<MalformedInput['expected']> {
  const socket = await openSocket(portOf(address))
  try {
    await sendBytes(socket)
    return await new Promise((resolve) => {
      // A connection that is broken off is an end like any other.
      socket.once('data', () => resolve('error')).once('close', () => resolve('disconnect'))
      socket.resume()
    })
  } finally {
    socket.destroy()
  }
}
