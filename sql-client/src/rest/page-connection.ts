import { connect, type Socket } from 'node:net'
import { ANSWER_LIMIT_MS } from './answer-limit.js'
import type { GatewayAddress } from './gateway-address.js'
import { createPageMemory, type PageMemory } from './page-memory.js'
import { bodyLengthOf, requestText } from './page-request.js'

/**
 * Fetches large pages over a connection of their own, from the network straight into memory that is used again. It knows just as much of
 * HTTP as gateways use for pages; whatever else comes is left to the HttpTransport, since the same page can be had twice.
 */
export interface PageConnection {
  /** Whether it can be asked. */
  readonly isOpen: boolean
  /**
   * Asks for a page; one at a time. The request is on its way when this returns.
   *
   * @param path - behind the address's prefix
   * @returns the answer's body, good until it is released; undefined where it cannot be had in this way, and the connection is closed
   * @throws what the signal was aborted with
   */
  get(path: string, signal: AbortSignal): Promise<Buffer | undefined>
  /** Gives back the memory of a page that nobody looks at any more; of others it does nothing. */
  release(body: Buffer): void
  close(): void
}

/** The head of an answer is smaller; what of the body comes with it is copied. */
const HEAD_BYTES = 16 * 1024
const HEAD_END = '\r\n\r\n'
/** Memory is taken at the word of the head: for more than pages usually have it has to come first. */
const LARGEST_BYTES = 64 * 1024 * 1024

/** Connects to a gateway, where that takes neither TLS nor a proxy: undefined where it does. */
export function openPageConnection(address: GatewayAddress, headers: Readonly<Record<string, string>>): PageConnection | undefined {
  return address.isSecure ? undefined : new Connection(address, headers)
}

class Connection implements PageConnection {
  isOpen = true
  readonly #address: GatewayAddress
  readonly #headers: Readonly<Record<string, string>>
  readonly #socket: Socket
  readonly #memory: PageMemory = createPageMemory()
  readonly #head = Buffer.allocUnsafeSlow(HEAD_BYTES)
  #headLength = 0
  /** What the next bytes belong to, once the head is whole. */
  #body: Buffer | undefined
  #bodyLength = 0
  #settle: ((body: Buffer | undefined) => void) | undefined

  constructor(address: GatewayAddress, headers: Readonly<Record<string, string>>) {
    this.#address = address
    this.#headers = headers
    const { host, port, socketPath } = address
    const onread = { buffer: () => this.#room(), callback: (count: number) => this.#take(count) }
    this.#socket = connect({ ...(socketPath === undefined ? { host, port } : { path: socketPath }), noDelay: true, onread })
    this.#socket.setTimeout(ANSWER_LIMIT_MS, () => this.close())
    this.#socket.on('error', () => this.close())
    this.#socket.on('close', () => this.close())
    this.#socket.on('end', () => this.close())
  }

  async get(path: string, signal: AbortSignal): Promise<Buffer | undefined> {
    signal.throwIfAborted()
    if (!this.isOpen || this.#settle !== undefined) return undefined
    const { promise, resolve } = Promise.withResolvers<Buffer | undefined>()
    const abort = (): void => this.close()
    this.#settle = resolve
    this.#socket.write(requestText(this.#address, path, this.#headers), 'latin1')
    signal.addEventListener('abort', abort, { once: true })
    const body = await promise
    signal.removeEventListener('abort', abort)
    signal.throwIfAborted()
    return body
  }

  release(body: Buffer): void {
    this.#memory.give(body)
  }

  close(): void {
    this.isOpen = false
    this.#socket.destroy()
    this.#end(undefined)
  }

  #end(body: Buffer | undefined): void {
    const settle = this.#settle
    this.#settle = undefined
    this.#body = undefined
    this.#headLength = 0
    settle?.(body)
  }

  /** Where the next bytes go. */
  #room(): Uint8Array {
    return this.#body === undefined ? this.#head.subarray(this.#headLength) : this.#body.subarray(this.#bodyLength)
  }

  /** Takes bytes that came; false stops the reading. */
  #take(count: number): boolean {
    if (this.#body === undefined) this.#takeHead(count)
    else this.#bodyLength += count
    if (this.#body !== undefined && this.#bodyLength === this.#body.length) this.#end(this.#body)
    return this.isOpen
  }

  #takeHead(count: number): void {
    this.#headLength += count
    const end = this.#head.subarray(0, this.#headLength).indexOf(HEAD_END)
    const isWhole = end !== -1
    if (!isWhole && this.#headLength < HEAD_BYTES) return
    const length = isWhole ? bodyLengthOf(this.#head.toString('latin1', 0, end + HEAD_END.length)) : undefined
    const begun = this.#head.subarray(end + HEAD_END.length, this.#headLength)
    // Nobody asked for what this is, or it is more than was asked for, or something that is not known here.
    if (length === undefined || length < begun.length || length > LARGEST_BYTES || this.#settle === undefined) this.close()
    else {
      this.#body = this.#memory.take(length)
      this.#body.set(begun)
      this.#bodyLength = begun.length
    }
  }
}
