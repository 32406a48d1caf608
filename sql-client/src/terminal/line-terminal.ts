import { createInterface, type Interface } from 'node:readline'
import type { TextSink } from '../output/text-sink.js'
import { NULL_TEXT, ROW_MARKS } from '../result/shown-values.js'
import type { StatementResult } from '../result/statement-result.js'
import { createInterruptListeners } from './interrupt-listeners.js'
import type { ReadOutcome, ReadRequest, ShellTerminal, TerminalInit, ViewEnd, ViewSettings } from './terminal.js'
import { visibleText } from './text/visible-text.js'

/**
 * Makes a terminal of which only lines are known: for one that cannot move its cursor, such as Emacs' shell. The terminal itself edits
 * the line and turns Ctrl-C into a signal. There is no history, completion, pager or progress; views print changes as they come.
 */
export function createLineTerminal(init: TerminalInit): ShellTerminal {
  return new LineTerminal(init)
}

class LineTerminal implements ShellTerminal {
  readonly output: TextSink
  readonly #init: TerminalInit
  readonly #lines: Interface
  readonly #gone = new AbortController()
  readonly #waiting: string[] = []
  readonly #interrupts = createInterruptListeners()
  #onLine: ((line: string | undefined) => void) | undefined
  /** While a line is waited for. */
  #interruptReader: (() => void) | undefined
  #isEnded = false

  constructor(init: TerminalInit) {
    this.#init = init
    this.#lines = createInterface({ input: init.input, terminal: false, crlfDelay: Number.POSITIVE_INFINITY })
    this.#lines.on('line', (line) => this.#take(line))
    this.#lines.on('close', () => {
      this.#isEnded = true
      this.#onLine?.(undefined)
    })
    init.output.on('error', this.#onGone)
    process.on('SIGINT', this.#onSignal)
    this.output = { columns: undefined, closed: this.#gone.signal, write: (data) => this.#print(data) }
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#init.output.columns || 80, rows: this.#init.output.rows || 24 }
  }

  async readStatement({ prompt, initial }: ReadRequest): Promise<ReadOutcome> {
    // What cannot be put into the terminal's own line is shown, and stands before what is typed.
    let text = initial === undefined || initial === '' ? '' : `${initial}\n`
    if (text !== '') this.#print(`${visibleText(text.trimEnd())}\n`)
    for (;;) {
      this.#print(text === '' ? prompt : `${' '.repeat(Math.max(0, prompt.length - 2))}> `)
      const line = await this.#nextLine()
      if (line === 'interrupted') return { kind: 'interrupted' }
      if (line === undefined) {
        this.#print('\n')
        return text.trim() === '' ? { kind: 'end' } : { kind: 'statement', text }
      }
      text += text === '' ? line.text : `\n${line.text}`
      if (text.trim() === '' || this.#init.host.isComplete(text)) return { kind: 'statement', text }
    }
  }

  openPager(): { readonly sink: TextSink; done(): Promise<void> } {
    return { sink: this.output, done: () => Promise.resolve() }
  }

  showProgress(): void {
    // A line that cannot be taken back is no progress but output.
  }

  onInterrupt(listener: () => void): Disposable {
    return this.#interrupts.add(listener)
  }

  showChangelog(result: StatementResult): Promise<ViewEnd> {
    return this.#printChanges(result, true)
  }

  showTable(result: StatementResult, { isStreaming }: ViewSettings): Promise<ViewEnd> {
    return this.#printChanges(result, isStreaming)
  }

  clear(): void {
    // Nothing can be taken off the screen.
  }

  close(): Promise<void> {
    process.off('SIGINT', this.#onSignal)
    this.#init.output.off('error', this.#onGone)
    this.#lines.close()
    return Promise.resolve()
  }

  readonly #onSignal = (): void => {
    this.#waiting.length = 0
    const reader = this.#interruptReader
    if (reader !== undefined) reader()
    else this.#interrupts.tell()
  }

  readonly #onGone = (): void => {
    this.#gone.abort()
    this.#lines.close()
  }

  #take(line: string): void {
    if (this.#onLine === undefined) this.#waiting.push(line)
    else this.#onLine(line)
  }

  /** The next line; undefined at the end of the input. */
  async #nextLine(): Promise<{ readonly text: string } | 'interrupted' | undefined> {
    const waiting = this.#waiting.shift()
    if (waiting !== undefined) return { text: waiting }
    if (this.#isEnded) return undefined
    const line = await new Promise<{ readonly text: string } | 'interrupted' | undefined>((resolve) => {
      this.#onLine = (text) => resolve(text === undefined ? undefined : { text })
      this.#interruptReader = () => resolve('interrupted')
    })
    this.#onLine = undefined
    this.#interruptReader = undefined
    if (line === 'interrupted') this.#print('\n')
    return line
  }

  #print(data: string | Uint8Array): undefined {
    if (!this.#gone.signal.aborted) this.#init.output.write(data)
  }

  async #printChanges(result: StatementResult, showsKinds: boolean): Promise<ViewEnd> {
    let rowCount = 0
    let isLeft = false
    using _interrupt = this.onInterrupt(() => {
      isLeft = true
      void result.close()
    })
    try {
      this.#print(`${result.columns.map(({ name }) => visibleText(name)).join(' | ')}\n`)
      for await (const page of result.pages()) {
        if (isLeft) break
        const lines = page.rows().map(({ kind, fields }) => {
          const values = fields.map((value) => (value === null ? NULL_TEXT : visibleText(value))).join(' | ')
          return `${showsKinds ? `${ROW_MARKS[kind]} | ` : ''}${values}\n`
        })
        rowCount += lines.length
        this.#print(lines.join(''))
      }
    } catch (error) {
      return isLeft ? { rowCount } : { rowCount, error }
    }
    return { rowCount }
  }
}
