import type { TextSink } from '../../src/output/text-sink.js'

/** A sink that keeps what it gets. */
export interface MemorySink extends TextSink {
  text(): string
}

/** Makes a sink; with a width it stands for a screen. */
export function createMemorySink(columns?: number): MemorySink {
  const parts: string[] = []
  return {
    columns,
    closed: new AbortController().signal,
    write: (text) => void parts.push(typeof text === 'string' ? text : Buffer.from(text).toString()),
    text: () => parts.join(''),
  }
}
