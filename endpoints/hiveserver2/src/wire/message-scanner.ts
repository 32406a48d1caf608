import { Thrift } from 'thrift'

/** What the head of a Thrift message says. */
export interface MessageHeader {
  readonly name: string
  readonly type: number
  readonly seqId: number
}

/** What is known of the bytes of a message so far; its header where that could be read, so that a reply can be addressed. */
export type ScanResult =
  | { readonly outcome: 'incomplete'; readonly header?: MessageHeader }
  | { readonly outcome: 'complete'; readonly header: MessageHeader; readonly length: number }
  /** What follows cannot be told apart any more. */
  | { readonly outcome: 'malformed'; readonly reason: string; readonly header?: MessageHeader }

/**
 * Finds the end of a message of Thrift's strict binary protocol in a stream that has no frames, and checks its
 * structure before anything is allocated for it: lengths, element counts and nesting. It goes on where it stopped when
 * more bytes came, so a message that arrives in many pieces costs no more than one that arrives whole.
 */
export interface MessageScanner {
  /**
   * Looks at the bytes of one message.
   *
   * @param from - where the message starts; it may move between calls, the bytes already seen must not change
   * @param to - end of the bytes that are there
   */
  scan(bytes: Buffer, from: number, to: number): ScanResult
}

const { Type } = Thrift
const MAX_DEPTH = 24
const MAX_NAME_BYTES = 256
const MAX_VALUES = 1_000_000
const STRICT_VERSION = 0x8001
const TOO_MANY = `it holds more than ${MAX_VALUES} values`

const FIXED_WIDTHS = new Map<number, number>([
  [Type.BOOL, 1],
  [Type.BYTE, 1],
  [Type.I16, 2],
  [Type.I32, 4],
  [Type.I64, 8],
  [Type.DOUBLE, 8],
])

/** A struct has no element types; a list has one; a map has two that take turns. */
interface Container {
  readonly elements: readonly number[]
  remaining: number
}

const STRUCT: Container = Object.freeze({ elements: [], remaining: 0 })
const NEEDS_MORE = -1
const MALFORMED = -2

/** Makes a scanner for one message. */
export function createMessageScanner(maxBytes: number): MessageScanner {
  return new Scanner(maxBytes)
}

class Scanner implements MessageScanner {
  readonly #maxBytes: number
  readonly #open: Container[] = [STRUCT]
  #header: MessageHeader | undefined
  #position = 0
  #values = 0
  #reason = ''

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  scan(bytes: Buffer, from: number, to: number): ScanResult {
    const message = bytes.subarray(from, to)
    if (this.#header === undefined) {
      const next = this.#readHeader(message)
      if (next < 0) return this.#stopped(next)
      this.#position = next
    }
    for (;;) {
      const container = this.#open.at(-1)
      if (container === undefined) break
      const next = container.elements.length === 0 ? this.#field(message) : this.#element(message, container)
      if (next < 0) return this.#stopped(next)
      this.#position = next
    }
    return { outcome: 'complete', header: this.#header as MessageHeader, length: this.#position }
  }

  #readHeader(message: Buffer): number {
    if (message.length < 8) return NEEDS_MORE
    if (message.readUInt16BE(0) !== STRICT_VERSION) return this.#fail("it does not begin as a message of Thrift's strict binary protocol")
    const nameBytes = message.readInt32BE(4)
    if (nameBytes < 0 || nameBytes > MAX_NAME_BYTES) return this.#fail(`its method name takes ${nameBytes} bytes`)
    if (message.length < 12 + nameBytes) return NEEDS_MORE
    const name = message.toString('utf8', 8, 8 + nameBytes)
    this.#header = { name, type: message.readUInt8(3), seqId: message.readInt32BE(8 + nameBytes) }
    return 12 + nameBytes
  }

  #field(message: Buffer): number {
    const at = this.#position
    if (message.length <= at) return NEEDS_MORE
    const type = message[at] as number
    if (type === Type.STOP) {
      this.#open.pop()
      return at + 1
    }
    return message.length < at + 3 ? NEEDS_MORE : this.#value(message, type, at + 3)
  }

  #element(message: Buffer, container: Container): number {
    if (container.remaining === 0) {
      this.#open.pop()
      return this.#position
    }
    const type = container.elements[container.remaining % container.elements.length] as number
    const next = this.#value(message, type, this.#position)
    if (next >= 0) container.remaining--
    return next
  }

  /** Where the value ends, or, for a container, where its elements begin. */
  #value(message: Buffer, type: number, at: number): number {
    const width = FIXED_WIDTHS.get(type)
    if (width !== undefined) return this.#take(message, at, width, 1)
    switch (type) {
      case Type.STRING:
        return this.#string(message, at)
      case Type.STRUCT:
        return this.#enter(STRUCT, at)
      case Type.LIST:
      case Type.SET:
        return message.length < at + 5 ? NEEDS_MORE : this.#elements(message, [message[at] as number], message.readInt32BE(at + 1), at + 5)
      case Type.MAP: {
        if (message.length < at + 6) return NEEDS_MORE
        // The number of elements still to come is even at a key.
        return this.#elements(message, [message[at] as number, message[at + 1] as number], message.readInt32BE(at + 2) * 2, at + 6)
      }
      default:
        return this.#fail(`it holds a value of the unknown type ${type}`)
    }
  }

  #string(message: Buffer, at: number): number {
    if (message.length < at + 4) return NEEDS_MORE
    const length = message.readInt32BE(at)
    if (length < 0) return this.#fail(`it holds a string of ${length} bytes`)
    return this.#take(message, at + 4, length, 1)
  }

  #elements(message: Buffer, types: readonly number[], count: number, at: number): number {
    if (count < 0) return this.#fail(`it holds a list or map of ${count} elements`)
    if (count > MAX_VALUES) return this.#fail(TOO_MANY)
    const width = types.length === 1 ? FIXED_WIDTHS.get(types[0] as number) : undefined
    if (width === undefined) return this.#enter({ elements: types, remaining: count }, at)
    return this.#take(message, at, width * count, count)
  }

  #enter(container: Container, at: number): number {
    if (this.#open.length >= MAX_DEPTH) return this.#fail(`it is nested more than ${MAX_DEPTH} deep`)
    this.#open.push(container)
    return this.#count(1) ? at : this.#fail(TOO_MANY)
  }

  #take(message: Buffer, at: number, length: number, values: number): number {
    if (at + length > this.#maxBytes) return this.#fail(`it is larger than the limit of ${this.#maxBytes} bytes`)
    if (message.length < at + length) return NEEDS_MORE
    return this.#count(values) ? at + length : this.#fail(TOO_MANY)
  }

  /** Values are read one by one later on, so their number is bounded as their bytes are. */
  #count(values: number): boolean {
    this.#values += values
    return this.#values <= MAX_VALUES
  }

  #fail(reason: string): number {
    this.#reason = reason
    return MALFORMED
  }

  #stopped(next: number): ScanResult {
    const header = this.#header === undefined ? {} : { header: this.#header }
    return next === NEEDS_MORE ? { outcome: 'incomplete', ...header } : { outcome: 'malformed', reason: this.#reason, ...header }
  }
}
