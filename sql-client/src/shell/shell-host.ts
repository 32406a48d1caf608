import type { Clock } from '@sql-gateway/gateway-common'
import { helpText } from '../cli/help.js'
import { rowsText } from '../print/counts.js'
import { printResult } from '../print/print-result.js'
import { type ProgressMeter, startProgress } from '../progress/progress-meter.js'
import type { StatementResult } from '../result/statement-result.js'
import type { ScriptHost } from '../run/script-runner.js'
import type { ClientSession } from '../session/client-session.js'
import type { ClientSettings } from '../settings/client-settings.js'
import type { ShellTerminal } from '../terminal/terminal.js'

/** What it is made from. */
export interface ShellContext {
  readonly session: ClientSession
  readonly terminal: ShellTerminal
  readonly clock: Clock
  readonly standardInput: AsyncIterable<Uint8Array>
}

/** A result mode that needs the whole screen. */
type ScreenMode = Exclude<ClientSettings['resultMode'], 'tableau'>

/** Makes what runs statements for a person who watches: progress, views of streams, a pager, and Ctrl-C for the statement alone. */
export function createShellHost({ session, terminal, clock, standardInput }: ShellContext): ScriptHost {
  const { output } = terminal

  async function run(statement: string): Promise<void> {
    await interruptibly(async (signal) => await show(statement, signal))
    // Behind SET, what makes no sense is warned of at once. The Ctrl-C that ended a view is not meant for this.
    await interruptibly(async (signal) => await session.settings(signal))
  }

  async function interruptibly(work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const interruption = new AbortController()
    using _interrupts = terminal.onInterrupt(() => interruption.abort())
    await work(interruption.signal)
  }

  async function show(statement: string, signal: AbortSignal): Promise<void> {
    const settings = await session.settings(signal)
    const startedAtMs = clock.monotonic()
    using progress = startProgress({ clock, show: (line) => terminal.showProgress(line), share: () => session.progress() })
    const result = await session.execute(statement, 'PLAIN_TEXT', signal)
    try {
      if (result.isQuery && settings.resultMode !== 'tableau') {
        progress.end()
        await view(result, settings.resultMode, settings)
      } else await print(result, settings, startedAtMs, progress)
    } finally {
      await result.close()
    }
  }

  async function page(text: string): Promise<void> {
    const { sink, done } = terminal.openPager()
    await sink.write(text)
    await done()
  }

  async function view(result: StatementResult, mode: ScreenMode, settings: ClientSettings): Promise<void> {
    const { maxTableRows, isStreaming, maxColumnWidth = 30 } = settings
    const options = { maxRows: maxTableRows, isStreaming, maxColumnWidth }
    const end = await (mode === 'table' ? terminal.showTable(result, options) : terminal.showChangelog(result, options))
    if (end.error !== undefined) throw end.error
    await output.write(`[INFO] Result retrieval ended: ${rowsText(end.rowCount)} received.\n`)
  }

  async function print(result: StatementResult, settings: ClientSettings, startedAtMs: number, progress: ProgressMeter): Promise<void> {
    const context = { format: 'table', hasHeader: true, settings, notes: output, clock, startedAtMs } as const
    // A stream has no end to page to.
    if (result.isQuery && settings.isStreaming) {
      progress.end()
      return await printResult(result, { ...context, data: output })
    }
    const { sink, done } = terminal.openPager()
    let rowCount = 0
    const onRows = (count: number): void => {
      rowCount = count
      progress.rows(count)
    }
    let isWhole = false
    try {
      await printResult(result, { ...context, data: sink, notes: sink, onRows })
      isWhole = !sink.closed.aborted
    } finally {
      progress.end()
      await done()
      if (sink.closed.aborted && !isWhole) await output.write(`[INFO] Stopped after ${rowsText(rowCount)}.\n`)
    }
  }

  return {
    run,
    command: async (kind) => {
      if (kind === 'clear') terminal.clear()
      else await page(helpText())
    },
    report: async (text) => await output.write(`${text}\n`),
    get isVerbose() {
      return session.isVerbose
    },
    closed: output.closed,
    goesOn: false,
    standardInput,
  }
}
