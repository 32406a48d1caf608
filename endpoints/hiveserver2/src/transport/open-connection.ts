import type { TransportMode } from '../options.js'
import { type BinaryConnectionInit, serveBinary } from './binary-connection.js'
import { type Connection, type ConnectionContext, endAfter } from './connection.js'
import { type Opening, openingOf } from './first-bytes.js'
import { bareFraming, lengthFraming } from './framing.js'
import type { HttpService } from './http-service.js'
import { httpRefusal, tlsRefusal, wrongModeText } from './refusals.js'
import { createSaslLogin, saslRefusal } from './sasl-login.js'

/** What a connection is opened with. */
export interface OpeningContext extends ConnectionContext {
  readonly http: HttpService
  /** Tells how the client began. */
  opened(opening: Opening): void
  /** Tells that the socket has become a connection; one that is refused never does. */
  became(connection: Connection): void
}

/** Looks at the first bytes of a connection and lets it speak the way its client does, or tells the client why not. */
export function openConnection(context: OpeningContext, chunk: Buffer): void {
  const opening = openingOf(chunk[0] as number)
  context.opened(opening)
  const accepts = (mode: TransportMode): boolean => context.settings.transportModes.includes(mode)
  switch (opening) {
    case 'sasl':
      if (accepts('sasl')) login(context, chunk)
      else refuse(context, opening, saslRefusal)
      break
    case 'nosasl': {
      const refusal = accepts('nosasl') ? undefined : wrongMode(context, opening)
      serve(context, { framing: bareFraming(), refusal, userName: undefined }, chunk)
      break
    }
    case 'framed': {
      const framing = lengthFraming(context.settings.maxMessageBytes)
      serve(context, { framing, refusal: wrongMode(context, opening), userName: undefined }, chunk)
      break
    }
    case 'http':
      if (accepts('http')) serveHttp(context, chunk)
      else refuse(context, opening, httpRefusal)
      break
    case 'tls':
      refuse(context, opening, tlsRefusal)
      break
    default:
      refuse(context, opening, () => '')
  }
}

function serve(context: OpeningContext, init: BinaryConnectionInit, received: Buffer): void {
  const connection = serveBinary(context, init)
  context.became(connection)
  if (received.length > 0) connection.receive(received)
}

function login(context: OpeningContext, first: Buffer): void {
  const { socket, settings, logger } = context
  const negotiation = createSaslLogin()
  const receive = (chunk: Buffer): void => {
    const step = negotiation.receive(chunk)
    if (step.outcome === 'wait') return
    socket.off('data', receive)
    if (step.outcome === 'refused') {
      logger.info({ remoteAddress: socket.remoteAddress, reason: step.reason }, 'A login was refused')
      endAfter(context, step.reply)
      return
    }
    context.loggedIn()
    socket.write(step.reply)
    const framing = lengthFraming(settings.maxMessageBytes)
    serve(context, { framing, refusal: undefined, userName: step.credentials.userName }, step.rest)
  }
  socket.on('data', receive)
  receive(first)
}

/** The server of HTTP reads the first bytes again. */
function serveHttp({ socket, http, became }: OpeningContext, chunk: Buffer): void {
  socket.pause()
  socket.unshift(chunk)
  became(http.serve(socket))
  socket.resume()
}

function refuse(context: OpeningContext, opening: Opening, lastWord: (text: string) => Uint8Array | string): void {
  endAfter(context, lastWord(wrongMode(context, opening)))
}

function wrongMode({ socket, settings, logger }: OpeningContext, opening: Opening): string {
  const text = wrongModeText(opening, settings.transportModes)
  logger.warn({ remoteAddress: socket.remoteAddress, opening, reason: text }, 'A client came in a way that is not accepted')
  return text
}
