import { randomUUID } from 'node:crypto'
import { errorSpec, type GatewayError, gatewayError, type MetricGroup, toGatewayError } from '@sql-gateway/gateway-common'
import { Thrift } from 'thrift'
import service from '#generated/TCLIService.js'
import tcli from '#generated/TCLIService_types.js'
import { failure, toWireError } from '../mapping/statuses.js'
import type { MessageHeader } from '../wire/message-scanner.js'
import { MessageTransport, type OutgoingBytes } from '../wire/message-transport.js'
import { type FetchReply, writeFetchReply } from '../wire/page-reply.js'
import { ReplyProtocol, writeException } from '../wire/reply-protocol.js'
import { readStruct } from '../wire/struct.js'
import { CALLS, type CallName, isCallName } from './call-table.js'
import type { Caller } from './caller.js'
import { fetchResults } from './fetch-call.js'
import type { Gateway } from './gateway.js'

const { MessageType, TApplicationExceptionType: Exception, Type } = Thrift

/** A message that is all there and whose structure was checked. */
export interface Message {
  readonly header: MessageHeader
  readonly bytes: Buffer
}

/**
 * Answers one message. Never rejects: what goes wrong is in the answer.
 *
 * The message's bytes are read before this returns its promise.
 */
export type AnswerMessage = (message: Message, caller: Caller) => Promise<OutgoingBytes>

/** Makes the function that answers all calls of TCLIService. */
export function createAnswerMessage(gateway: Gateway, metrics: MetricGroup): AnswerMessage {
  const { logger, clock } = gateway
  const calls = metrics.counter({ name: 'calls_total', help: 'Calls answered, by method and outcome.', labelNames: ['method', 'outcome'] })
  const duration = metrics.histogram({
    name: 'call_duration_seconds',
    help: 'Time from a whole request to its whole answer, waiting for statements included.',
    labelNames: ['method'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60],
  })

  /** An error as it may be shown; ours are logged, those of users are theirs. */
  function explain(thrown: unknown, method: string): GatewayError {
    const error = toGatewayError(thrown, randomUUID())
    if (errorSpec(error).kind === 'internal') logger.error({ method, err: error, ...error.details }, 'A call failed')
    else logger.debug({ method, code: error.code, reason: error.publicMessage }, 'A call was refused')
    return error
  }

  async function run(name: CallName, caller: Caller, request: unknown): Promise<unknown> {
    // The table ties each name to its request's and response's classes, which Thrift has just read and will write.
    const { answer, refuse } = CALLS[name] as {
      answer(gateway: Gateway, caller: Caller, request: unknown): Promise<unknown>
      refuse?(status: tcli.TStatus, request: unknown): unknown
    }
    try {
      if (request === null) throw missingRequest(name)
      return await answer(gateway, caller, request)
    } catch (thrown) {
      const error = explain(thrown, name)
      if (refuse === undefined) throw gatewayError(error.code, toWireError(error).errorMessage, { cause: error })
      return refuse(failure(error), request ?? {})
    }
  }

  async function fetch(caller: Caller, request: tcli.TFetchResultsReq | null): Promise<FetchReply> {
    try {
      if (request === null) throw missingRequest('FetchResults')
      return await fetchResults(gateway, caller, request)
    } catch (thrown) {
      return { status: failure(explain(thrown, 'FetchResults')) }
    }
  }

  /** Writing may fail where values are not what their types say; then nothing has been written yet. */
  function writePage(protocol: ReplyProtocol, transport: MessageTransport, seqId: number, reply: FetchReply): void {
    try {
      writeFetchReply(protocol, transport, seqId, reply)
    } catch (thrown) {
      writeFetchReply(protocol, transport, seqId, { status: failure(explain(thrown, 'FetchResults')) })
    }
  }

  function dispatch({ header, bytes }: Message, caller: Caller, transport: MessageTransport, protocol: ReplyProtocol): void {
    const { name, type, seqId } = header
    if (type !== MessageType.CALL && type !== MessageType.ONEWAY) {
      writeException(protocol, header, Exception.INVALID_MESSAGE_TYPE, `A message of type ${type} is no call.`)
    } else if (name === 'FetchResults') {
      const request = readFetchRequest(protocol)
      void fetch(caller, request).then((reply) => writePage(protocol, transport, seqId, reply))
    } else if (isCallName(name)) {
      // Thrift takes a function of one argument for one that gives a promise.
      new service.Processor({ [name]: (request: unknown) => run(name, caller, request) }).process(protocol, protocol)
    } else {
      logger.debug({ method: name.slice(0, 100), bytes: bytes.length }, 'A method is not known')
      writeException(protocol, header, Exception.UNKNOWN_METHOD, `Unknown function ${name}`)
    }
  }

  return async (message, caller) => {
    const startedAt = clock.monotonic()
    const { promise: written, resolve } = Promise.withResolvers<void>()
    const transport = new MessageTransport(message.bytes, resolve)
    const protocol = new ReplyProtocol(transport)
    try {
      dispatch(message, caller, transport, protocol)
    } catch (thrown) {
      logger.debug({ err: thrown }, 'A message cannot be read')
      writeException(protocol, message.header, Exception.PROTOCOL_ERROR, 'The message cannot be read.')
    }
    await written
    const { name } = message.header
    const method = isCallName(name) || name === 'FetchResults' ? name : 'unknown'
    calls.add({ method, outcome: protocol.repliedException ? 'exception' : 'reply' })
    duration.observe((clock.monotonic() - startedAt) / 1_000, { method })
    return transport.output()
  }
}

/** Reads the one argument of FetchResults as Thrift's processor reads those of the other calls. */
function readFetchRequest(input: ReplyProtocol): tcli.TFetchResultsReq | null {
  input.readMessageBegin()
  let request: tcli.TFetchResultsReq | null = null
  for (;;) {
    const { ftype, fid } = input.readFieldBegin()
    if (ftype === Type.STOP) return request
    if (fid === 1 && ftype === Type.STRUCT) request = readStruct(input, emptyFetchRequest())
    else input.skip(ftype)
  }
}

function emptyFetchRequest(): tcli.TFetchResultsReq {
  return new tcli.TFetchResultsReq()
}

function missingRequest(method: string): GatewayError {
  return gatewayError('REQUEST.INVALID', `The call ${method} came without its argument.`)
}
