import { ANONYMOUS, type SessionHandle } from '@sql-gateway/gateway-common'
import { Thrift } from 'thrift'
import type { Caller } from '../rpc/caller.js'
import { createMessageScanner, type MessageHeader } from '../wire/message-scanner.js'
import { MessageTransport, type OutgoingBytes } from '../wire/message-transport.js'
import { ReplyProtocol, writeException } from '../wire/reply-protocol.js'
import { CLIENT_GONE, type Connection, type ConnectionContext, endAfter } from './connection.js'
import type { Framing } from './framing.js'
import { createInboundBuffer } from './inbound-buffer.js'
import { writeAll } from './outbound.js'
import { createStallTimer } from './stall-timer.js'

/** How a connection speaks and who is behind it. */
export interface BinaryConnectionInit {
  readonly framing: Framing
  readonly userName: string | undefined
  /** Told to the client in answer to its first call, where it came in a way that is switched off. */
  readonly refusal: string | undefined
}

/** Read ahead of the call under way; a client that sends more is held back. */
const MAX_AHEAD_BYTES = 65_536
const { TApplicationExceptionType: Exception } = Thrift

/** Serves the calls of a binary connection, one after the other. The socket's bytes until now come through `receive`. */
export function serveBinary(context: ConnectionContext, init: BinaryConnectionInit): Connection & { receive(chunk: Buffer): void } {
  const connection = new BinaryConnection(context, init)
  context.socket.on('data', (chunk: Buffer) => connection.receive(chunk))
  return connection
}

class BinaryConnection implements Connection {
  readonly sessions = new Set<SessionHandle>()
  readonly #context: ConnectionContext
  readonly #init: BinaryConnectionInit
  readonly #inbound = createInboundBuffer()
  readonly #gone = new AbortController()
  readonly #caller: Caller
  readonly #stall
  #scanner
  #isBusy = false
  #isEnding = false
  #framingFault: string | undefined

  constructor(context: ConnectionContext, init: BinaryConnectionInit) {
    const { socket, settings, clock, logger, stopping } = context
    this.#context = context
    this.#init = init
    this.#scanner = createMessageScanner(settings.maxMessageBytes)
    this.#stall = createStallTimer(clock, settings.stallTimeoutMs, () => {
      logger.info({ remoteAddress: socket.remoteAddress }, 'A connection stopped in the middle of a message and is closed')
      socket.destroy()
    })
    this.#caller = {
      principal: ANONYMOUS,
      userName: init.userName,
      gone: this.#gone.signal,
      stopping,
      sessionOpened: (session) => this.sessions.add(session),
      sessionClosed: (session) => this.sessions.delete(session),
    }
    socket.once('close', () => {
      this.#stall.stop()
      this.#gone.abort(CLIENT_GONE)
    })
  }

  stop(): void {
    this.#isEnding = true
    if (!this.#isBusy) this.#context.socket.end()
  }

  receive(chunk: Buffer): void {
    if (this.#isEnding) return
    this.#framingFault ??= this.#init.framing.unwrap(chunk, (payload) => this.#inbound.append(payload))
    if (this.#isBusy) this.#holdBack()
    else this.#takeMessage()
  }

  #holdBack(): void {
    const { start, end } = this.#inbound
    if (end - start > MAX_AHEAD_BYTES) this.#context.socket.pause()
  }

  /** Takes the next message if it is all there. */
  #takeMessage(): void {
    const { bytes, start, end } = this.#inbound
    if (start === end && this.#framingFault === undefined) {
      this.#stall.stop()
      this.#context.socket.resume()
      return
    }
    const scan = this.#scanner.scan(bytes, start, end)
    if (this.#framingFault !== undefined) this.#reject(this.#framingFault, scan.header)
    else if (scan.outcome === 'malformed') this.#reject(scan.reason, scan.header)
    else if (scan.outcome === 'complete') void this.#serve(scan.header, bytes.subarray(start, start + scan.length))
    else {
      this.#stall.start()
      this.#context.socket.resume()
    }
  }

  async #serve(header: MessageHeader, bytes: Buffer): Promise<void> {
    const { socket, settings, answer, loggedIn } = this.#context
    const { refusal, framing } = this.#init
    if (refusal !== undefined) {
      this.#endWith(exceptionReply(header, Exception.UNSUPPORTED_CLIENT_TYPE, refusal))
      return
    }
    this.#isBusy = true
    this.#stall.stop()
    this.#scanner = createMessageScanner(settings.maxMessageBytes)
    loggedIn()
    const answered = answer({ header, bytes }, this.#caller)
    this.#inbound.consume(bytes.length)
    const reply = framed(framing, await answered)
    if (header.type !== Thrift.MessageType.ONEWAY) await writeAll(socket, reply, this.#stall)
    // The operating system has a copy now; of a socket that broke off nobody knows who still looks at the bytes.
    if (socket.writableLength === 0 && !socket.destroyed) reply.release?.()
    this.#isBusy = false
    if (this.#isEnding) socket.end()
    else if (!socket.destroyed) this.#takeMessage()
  }

  /** Where messages end is no longer known, so the connection ends too; whose call it was may still be. */
  #reject(reason: string, header: MessageHeader | undefined): void {
    const { logger, socket } = this.#context
    logger.info({ remoteAddress: socket.remoteAddress, reason }, 'A message is malformed and its connection is closed')
    const text = `The message is malformed: ${reason}.`
    this.#endWith(header === undefined ? { chunks: [], byteLength: 0 } : exceptionReply(header, Exception.PROTOCOL_ERROR, text))
  }

  #endWith(reply: OutgoingBytes): void {
    this.#isEnding = true
    this.#stall.stop()
    const { chunks } = reply.byteLength === 0 ? reply : framed(this.#init.framing, reply)
    endAfter(this.#context, Buffer.concat(chunks))
  }
}

function framed(framing: Framing, reply: OutgoingBytes): OutgoingBytes {
  const header = framing.header(reply.byteLength)
  if (header === undefined) return reply
  return { ...reply, chunks: [header, ...reply.chunks], byteLength: header.length + reply.byteLength }
}

function exceptionReply(header: MessageHeader, type: Thrift.TApplicationExceptionType, text: string): OutgoingBytes {
  const transport = new MessageTransport(Buffer.alloc(0))
  writeException(new ReplyProtocol(transport), header, type, text)
  return transport.output()
}
