import { createFakeClock, type FakeClock } from '@sql-gateway/gateway-common/testkit'
import { createTerminal } from '../../../src/terminal/create-terminal.js'
import type { ShellTerminal } from '../../../src/terminal/terminal.js'
import { createMemoryTerminal, type MemoryTerminal } from './memory-terminal.js'

/** A client's terminal over a terminal in memory. */
export interface TestShell extends AsyncDisposable {
  readonly memory: MemoryTerminal
  readonly terminal: ShellTerminal
  readonly clock: FakeClock
  /** What the editor asked candidates for, and how to answer. */
  readonly asked: { readonly text: string; readonly signal: AbortSignal; answer(candidates: readonly string[]): void }[]
}

/** What a test sets. */
export interface ShellSettings {
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
  /** Whether candidates are suggested in pauses of typing. */
  readonly suggests?: boolean
}

/** Makes one; statements are complete when they end by `;`. */
export function createTestShell({ columns, rows, environment = {}, suggests = false }: ShellSettings = {}): TestShell {
  const memory = createMemoryTerminal(columns, rows)
  const clock = createFakeClock()
  const asked: TestShell['asked'] = []
  const complete = (text: string, _cursor: number, signal: AbortSignal): Promise<readonly string[]> =>
    new Promise((resolve) => {
      asked.push({ text, signal, answer: resolve })
    })
  const terminal = createTerminal({
    input: memory.input,
    output: memory.output,
    clock,
    historyFile: undefined,
    environment: { TERM: 'xterm-256color', ...environment },
    host: { isComplete: (text) => /;\s*$/.test(text), complete, ...(suggests ? { suggest: complete } : {}) },
  })
  return {
    memory,
    terminal,
    clock,
    asked,
    [Symbol.asyncDispose]: async () => {
      await terminal.close()
      memory[Symbol.dispose]()
    },
  }
}
