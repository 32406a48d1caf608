import { TBinaryProtocol, Thrift } from 'thrift'
import type { MessageTransport } from './message-transport.js'

const { MessageType, TApplicationExceptionType, Type } = Thrift

/**
 * Thrift's binary protocol, put right in two things on the side of replies.
 *
 * Thrift's TApplicationException never writes its type, by which clients tell an unknown method from a failure (impyla
 * closes every cursor through one, PyHive reads its logs after one). And a reply that fails while it is written is
 * followed by an exception in the same stream; here the second beginning takes the place of the first.
 */
export class ReplyProtocol extends TBinaryProtocol {
  /** The type that an exception gets; set it before the call is processed. */
  exceptionType: Thrift.TApplicationExceptionType = TApplicationExceptionType.INTERNAL_ERROR
  readonly #transport: MessageTransport
  #begun = false
  #isException = false

  constructor(transport: MessageTransport) {
    super(transport, true, true)
    this.#transport = transport
  }

  /** Whether the reply is an exception. */
  get repliedException(): boolean {
    return this.#isException
  }

  override writeMessageBegin(name: string, type: Thrift.MessageType, seqId: number): void {
    if (this.#begun) {
      super.writeMessageEnd()
      this.#transport.discardOutput()
    }
    this.#begun = true
    this.#isException = type === MessageType.EXCEPTION
    super.writeMessageBegin(name, type, seqId)
  }

  override writeMessageEnd(): void {
    this.#begun = false
    super.writeMessageEnd()
  }

  override writeFieldStop(): void {
    if (this.#isException) {
      this.writeFieldBegin('type', Type.I32, 2)
      this.writeI32(this.exceptionType)
    }
    super.writeFieldStop()
  }
}

/** Writes a call's reply as an exception, from its header alone. */
export function writeException(
  protocol: ReplyProtocol,
  call: { readonly name: string; readonly seqId: number },
  type: Thrift.TApplicationExceptionType,
  text: string,
): void {
  protocol.exceptionType = type
  protocol.writeMessageBegin(call.name, MessageType.EXCEPTION, call.seqId)
  new Thrift.TApplicationException(type, text).write(protocol)
  protocol.writeMessageEnd()
  protocol.flush()
}
