import type { Clock } from '@sql-gateway/gateway-common'
import { helpText } from '../cli/help.js'
import { rowFormatOf } from '../export/exporter.js'
import type { DescriptorSink } from '../output/descriptor-sink.js'
import { printResult } from '../print/print-result.js'
import type { ClientSession } from '../session/client-session.js'
import type { OutputFormat } from '../settings/client-settings.js'
import { startBatchProgress } from './batch-progress.js'
import type { ScriptHost } from './script-runner.js'

/** What statements outside of the shell run with. */
export interface BatchContext {
  readonly session: ClientSession
  readonly clock: Clock
  /** Gets the results. */
  readonly data: DescriptorSink
  /** Gets errors, and messages where the results are for a program. */
  readonly messages: DescriptorSink
  /** Before what the session says. */
  readonly format: OutputFormat | undefined
  readonly hasHeader: boolean
  readonly goesOn: boolean
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
  readonly standardInput: AsyncIterable<Uint8Array>
}

/** Makes what runs the statements of scripts without a person who watches: results as they come, in the format that was asked for. */
export function createBatchHost(context: BatchContext): ScriptHost {
  const { session, clock, data, messages, hasHeader, goesOn, standardInput } = context
  return {
    run: async (statement) => {
      const signal = AbortSignal.any([context.signal, data.closed])
      const settings = await session.settings(signal)
      const format = context.format ?? settings.outputFormat ?? 'table'
      const startedAtMs = clock.monotonic()
      const progress = startBatchProgress(session, messages, clock)
      try {
        const result = await session.execute(statement, format === 'table' ? 'PLAIN_TEXT' : rowFormatOf(format), signal)
        // Rows on the same terminal would run into it.
        if (data.columns !== undefined) await progress.end()
        const notes = format === 'table' ? data : messages
        const onRows = (count: number): void => progress.rows(count)
        try {
          await printResult(result, { format, hasHeader, settings, data, notes, clock, startedAtMs, onRows })
        } finally {
          await result.close()
        }
      } finally {
        await progress.end()
      }
      // Behind SET, what makes no sense is warned of at once.
      await session.settings(signal)
    },
    command: async (kind) => {
      if (kind === 'help') await data.write(helpText())
    },
    report: async (text) => {
      // Both may be the same terminal, or the same file.
      await data.flush()
      await messages.write(`${text}\n`)
      await messages.flush()
    },
    get isVerbose() {
      return session.isVerbose
    },
    closed: data.closed,
    goesOn,
    standardInput,
  }
}
