import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { clientError, isClientError } from '../error/client-error.js'
import { networkReason } from '../rest/network-reason.js'

/** How much of a file is read at once: what is open at the end of a part, such as a long text, is looked through again with the next one. */
const PART_BYTES = 1024 * 1024
/** What a part may end with of a character that the next one goes on with, in bytes. */
const LONGEST_UNFINISHED = 3
const LINE_FEED = 0x0a

/** A text that is read in parts. */
export interface ScriptSource {
  /** As messages call it; undefined for what was typed. */
  readonly name: string | undefined
  /** The text; throws ClientErrors of kind `file`. */
  readonly parts: AsyncIterable<string>
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
}

/**
 * Opens a script: a file, a `file:`, `http:` or `https:` address, or `-` for standard input. Nothing is read yet.
 *
 * @param standardInput - what `-` reads
 */
export function openScript(location: string, standardInput: AsyncIterable<Uint8Array>): ScriptSource {
  if (location === '') throw clientError('file', 'The name of the script is empty.')
  if (location === '-') return { name: 'standard input', parts: decoded('standard input', standardInput) }
  const url = URL.canParse(location) ? new URL(location) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return { name: location, parts: decoded(location, download(url)) }
  const path = url?.protocol === 'file:' ? fileURLToPath(url) : location
  return { name: location, parts: decoded(location, createReadStream(path, { highWaterMark: PART_BYTES })) }
}

/** Makes a script of what was typed. */
export function textScript(text: string): ScriptSource {
  return { name: undefined, parts: textParts(text) }
}

async function* textParts(text: string): AsyncGenerator<string> {
  yield text
}

/** Reads a script to its end. */
export async function readWhole({ parts }: ScriptSource): Promise<string> {
  let text = ''
  for await (const part of parts) text += part
  return text
}

async function* download(url: URL): AsyncGenerator<Uint8Array> {
  const response = await fetch(url).catch((error: unknown) => {
    throw clientError('file', `${url.href} cannot be read: ${networkReason(error)}.`, { cause: error })
  })
  if (!response.ok || response.body === null) throw clientError('file', `${url.href} cannot be read: status ${response.status}.`)
  yield* response.body
}

/** UTF-8 with or without a mark at the beginning. What is none is refused, with the line, before it could be taken for something else. */
async function* decoded(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let lines = 1
  let isFirst = true
  let lastBytes = Buffer.alloc(0)
  const decode = (chunk: Uint8Array, isLast: boolean): string => {
    try {
      return decoder.decode(chunk, { stream: !isLast })
    } catch {
      const line = lines + linesBeforeBroken(Buffer.concat([unfinished(lastBytes), chunk]))
      throw clientError('file', `${name} is no valid UTF-8: line ${line} has other bytes. Save it as UTF-8.`)
    }
  }
  try {
    for await (const chunk of bytes) {
      if (isFirst) refuseUtf16(name, chunk)
      isFirst = false
      const text = decode(chunk, false)
      lines += text.split('\n').length - 1
      lastBytes = Buffer.concat([lastBytes, chunk.subarray(-LONGEST_UNFINISHED)]).subarray(-LONGEST_UNFINISHED)
      yield text
    }
    yield decode(Buffer.alloc(0), true)
  } catch (error) {
    if (isClientError(error)) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw clientError('file', `${name} cannot be read: ${REASONS[code ?? ''] ?? message}.`, { cause: error })
  }
}

/** The first bytes of a character at the end of valid UTF-8 that is cut anywhere. */
function unfinished(end: Buffer): Buffer {
  const at = end.findLastIndex((byte) => byte < 0x80 || byte >= 0xc0)
  const first = end[at] ?? 0
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
  return at >= 0 && end.length - at < length ? end.subarray(at) : end.subarray(end.length)
}

/** How many whole lines there are before the first that is no UTF-8: no character holds the byte of a line feed. */
function linesBeforeBroken(bytes: Buffer): number {
  let count = 0
  for (let from = 0, to = bytes.indexOf(LINE_FEED); to >= 0; from = to + 1, to = bytes.indexOf(LINE_FEED, from)) {
    if (!isUtf8(bytes.subarray(from, to))) return count
    count++
  }
  return count
}

function refuseUtf16(name: string, [first, second]: Uint8Array): void {
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isUtf16) throw clientError('file', `${name} is in UTF-16. Save it as UTF-8.`)
}
