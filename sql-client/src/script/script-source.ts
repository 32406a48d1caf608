import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { clientError, isClientError } from '../error/client-error.js'
import { networkReason } from '../rest/network-reason.js'

/** How much of a file is read at once: what is open at the end of a part, such as a long text, is looked through again with the next one. */
const PART_BYTES = 1024 * 1024

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
  try {
    for await (const chunk of bytes) {
      if (isFirst) refuseUtf16(name, chunk)
      isFirst = false
      const text = decode(decoder, chunk, lines, name)
      lines += text.split('\n').length - 1
      yield text
    }
    yield decode(decoder, undefined, lines, name)
  } catch (error) {
    if (isClientError(error)) throw error
    const { code, message } = error as NodeJS.ErrnoException
    throw clientError('file', `${name} cannot be read: ${REASONS[code ?? ''] ?? message}.`, { cause: error })
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined, line: number, name: string): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    const before = chunk === undefined ? '' : new TextDecoder().decode(chunk)
    const broken = line + (before.split('\u{fffd}', 1)[0] ?? '').split('\n').length - 1
    throw clientError('file', `${name} is no valid UTF-8: line ${broken} has other bytes. Save it as UTF-8.`)
  }
}

function refuseUtf16(name: string, [first, second]: Uint8Array): void {
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  if (isUtf16) throw clientError('file', `${name} is in UTF-16. Save it as UTF-8.`)
}
