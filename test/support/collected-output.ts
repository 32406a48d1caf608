import type { Readable } from 'node:stream'

/** What comes of a stream of text, kept from now on: nothing gets lost between two looks at it. */
export interface CollectedOutput {
  /** What has come so far. */
  soFar(): string
  /** Resolves with what has come as soon as it holds a text. @throws {TypeError} the stream ended without it */
  until(text: string): Promise<string>
  /** Resolves with everything, once the stream has ended. */
  readonly whole: Promise<string>
}

/** Begins to read a stream, which nobody else may read. */
export function collectOutput(stream: Readable): CollectedOutput {
  let collected = ''
  let isOver = false
  let changed = Promise.withResolvers<void>()
  const tell = (): void => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const whole = new Promise<string>((resolve) => {
    stream.once('close', () => {
      isOver = true
      resolve(collected)
      tell()
    })
  })
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    collected += chunk
    tell()
  })
  return {
    soFar: () => collected,
    until: async (text) => {
      while (!collected.includes(text)) {
        if (isOver) throw new TypeError(`It ended without '${text}': ${collected}`)
        await changed.promise
      }
      return collected
    },
    whole,
  }
}
