/** A whole HTTP response. */
export interface HttpResponse {
  readonly status: number
  /** The body as it came, in pieces: a page of a large result is looked at in place, never copied together. */
  readonly body: readonly Buffer[]
}

/** Takes the bytes of a connection as they come and hands out each response when its last byte is there. */
export interface ResponseReader {
  push(bytes: Buffer): void
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LINE_END = Buffer.from('\r\n')
const STATUS_AT = 9

/** What is still to come: the head, a body of known length, or a chunked body (RFC 9112, section 7.1). */
type Expecting =
  | { readonly part: 'head' }
  | { readonly part: 'body'; remaining: number }
  | { readonly part: 'chunk size' }
  | { readonly part: 'chunk'; remaining: number }
  | { readonly part: 'chunk end' }

/** Reads the responses of one connection: those with a Content-Length and chunked ones, all that servers of an API send. */
export function createResponseReader(onResponse: (response: HttpResponse) => void): ResponseReader {
  let expecting: Expecting = { part: 'head' }
  let rest: Buffer = Buffer.alloc(0)
  let status = 0
  let body: Buffer[] = []

  const finish = () => {
    const response = { status, body }
    body = []
    expecting = { part: 'head' }
    onResponse(response)
  }
  /** Takes the bytes up to and including a mark, if they are all there. */
  const takeUntil = (mark: Buffer): string | undefined => {
    const end = rest.indexOf(mark)
    if (end < 0) return undefined
    const text = rest.toString('latin1', 0, end)
    rest = rest.subarray(end + mark.length)
    return text
  }
  const takeBody = (remaining: number): number => {
    const piece = rest.subarray(0, remaining)
    rest = rest.subarray(piece.length)
    if (piece.length > 0) body.push(piece)
    return remaining - piece.length
  }
  const readHead = (): boolean => {
    const head = takeUntil(HEAD_END)
    if (head === undefined) return false
    status = Number(head.slice(STATUS_AT, STATUS_AT + 3))
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
    if (length !== undefined) expecting = { part: 'body', remaining: Number(length) }
    else expecting = { part: 'chunk size' }
    return true
  }
  const readBody = (remaining: number): boolean => {
    const left = takeBody(remaining)
    expecting = { part: 'body', remaining: left }
    if (left === 0) finish()
    return left === 0
  }
  const readChunkSize = (): boolean => {
    const line = takeUntil(LINE_END)
    if (line === undefined) return false
    const size = Number.parseInt(line, 16)
    expecting = size === 0 ? { part: 'chunk end' } : { part: 'chunk', remaining: size }
    return true
  }
  const readChunk = (remaining: number): boolean => {
    const left = takeBody(remaining)
    expecting = { part: 'chunk', remaining: left }
    if (left > 0 || rest.length < LINE_END.length) return false
    rest = rest.subarray(LINE_END.length)
    expecting = { part: 'chunk size' }
    return true
  }
  const readChunkEnd = (): boolean => {
    if (takeUntil(LINE_END) === undefined) return false
    finish()
    return true
  }
  const step = (): boolean => {
    switch (expecting.part) {
      case 'head':
        return readHead()
      case 'body':
        return readBody(expecting.remaining)
      case 'chunk size':
        return readChunkSize()
      case 'chunk':
        return readChunk(expecting.remaining)
      case 'chunk end':
        return readChunkEnd()
    }
  }
  return {
    push(bytes) {
      rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
      while (rest.length > 0 || (expecting.part === 'body' && expecting.remaining === 0)) if (!step()) return
    },
  }
}

/** The whole body as text. */
export function bodyText(response: HttpResponse): string {
  return Buffer.concat(response.body).toString()
}
