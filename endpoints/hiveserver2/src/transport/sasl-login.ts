/** What a client proved itself with. */
export interface Credentials {
  readonly userName: string
  readonly password: string
}

/** What to do after bytes of a login came. */
export type LoginStep =
  | { readonly outcome: 'wait' }
  /** The login is done. `rest` came behind it and belongs to what follows. */
  | { readonly outcome: 'done'; readonly reply: Buffer; readonly credentials: Credentials; readonly rest: Buffer }
  /** The client is told why and the connection ends. */
  | { readonly outcome: 'refused'; readonly reply: Buffer; readonly reason: string }

/** The server's side of a login with SASL. */
export interface SaslLogin {
  receive(chunk: Buffer): LoginStep
}

const STATUS = { START: 1, OK: 2, BAD: 3, ERROR: 4, COMPLETE: 5 } as const
const HEADER_BYTES = 5
/** Names and passwords are short; nobody gets memory before the login. */
const MAX_PAYLOAD_BYTES = 16_384
const WAIT: LoginStep = Object.freeze({ outcome: 'wait' })

/**
 * Makes the negotiation of Thrift's SASL transport with the mechanism PLAIN, which is what Hive's authentication `NONE`
 * means as well.
 *
 * The client sends START with the mechanism and then its credentials, Java's with status COMPLETE and others with OK,
 * often in one piece and before the server said anything.
 *
 * @see Apache Thrift, `TSaslTransport`; RFC 4616 for PLAIN
 */
export function createSaslLogin(): SaslLogin {
  let pending: Buffer = Buffer.alloc(0)
  let isStarted = false

  function receiveFrame(status: number, payload: Buffer, rest: Buffer): LoginStep | undefined {
    if (!isStarted) {
      const mechanism = payload.toString('latin1').slice(0, 40)
      if (status !== STATUS.START) return refuse(STATUS.ERROR, `The login must begin with START; its status is ${status}.`)
      if (mechanism !== 'PLAIN') return refuse(STATUS.BAD, `Unsupported mechanism type ${mechanism}; PLAIN is supported.`)
      isStarted = true
      return undefined
    }
    if (status !== STATUS.OK && status !== STATUS.COMPLETE) return refuse(STATUS.ERROR, `The credentials came with status ${status}.`)
    const credentials = readPlain(payload)
    if (typeof credentials === 'string') return refuse(STATUS.BAD, credentials)
    return { outcome: 'done', reply: frame(STATUS.COMPLETE, ''), credentials, rest }
  }

  return {
    receive: (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      while (pending.length >= HEADER_BYTES) {
        const length = pending.readUInt32BE(1)
        if (length > MAX_PAYLOAD_BYTES) {
          return refuse(STATUS.ERROR, `A frame of ${length} bytes is announced in the login; the limit is ${MAX_PAYLOAD_BYTES}.`)
        }
        const end = HEADER_BYTES + length
        if (pending.length < end) return WAIT
        const [status, payload, rest] = [pending[0] as number, pending.subarray(HEADER_BYTES, end), pending.subarray(end)]
        pending = rest
        const step = receiveFrame(status, payload, rest)
        if (step !== undefined) return step
      }
      return WAIT
    },
  }
}

/** Tells a client that comes with SASL to come without. */
export function saslRefusal(text: string): Buffer {
  return frame(STATUS.ERROR, text)
}

/** Reads `authzid NUL authcid NUL password`, or without the first part. Who acts for whom is not decided here. */
function readPlain(payload: Buffer): Credentials | string {
  const parts = payload.toString('utf8').split('\0')
  if (parts.length !== 2 && parts.length !== 3) return 'The credentials of SASL PLAIN must have two or three parts.'
  const [userName = '', password = ''] = parts.slice(-2)
  if (userName === '') return 'The user name is empty.'
  if (password === '') return 'The password is empty.'
  return { userName, password }
}

function refuse(status: number, reason: string): LoginStep {
  return { outcome: 'refused', reply: frame(status, reason), reason }
}

function frame(status: number, text: string): Buffer {
  const payload = Buffer.from(text)
  const header = Buffer.allocUnsafe(HEADER_BYTES)
  header.writeUInt8(status, 0)
  header.writeUInt32BE(payload.length, 1)
  return Buffer.concat([header, payload])
}
