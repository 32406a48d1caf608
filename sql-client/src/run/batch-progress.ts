import type { Clock } from '@sql-gateway/gateway-common'
import type { DescriptorSink } from '../output/descriptor-sink.js'
import { type ProgressMeter, startProgress } from '../progress/progress-meter.js'
import type { ClientSession } from '../session/client-session.js'
import { cutToWidth } from '../terminal/text/display-width.js'

const CLEAR_LINE = '\r\u001b[K'

/** A meter whose end can be waited for, before something else is written on the same terminal. */
export interface BatchProgress extends Pick<ProgressMeter, 'rows'> {
  end(): Promise<void>
}

const NONE: BatchProgress = { rows: () => undefined, end: () => Promise.resolve() }

/** Shows the progress of a statement outside of the shell: on standard error, where that is a terminal, and nowhere else. */
export function startBatchProgress(session: ClientSession, messages: DescriptorSink, clock: Clock): BatchProgress {
  const { columns } = messages
  if (columns === undefined) return NONE
  const show = (line: string | undefined): void => {
    void messages.write(line === undefined ? CLEAR_LINE : `\r${cutToWidth(line, columns - 1)}\u001b[K`)
  }
  const meter = startProgress({ clock, show, share: () => session.progress() })
  return {
    rows: (count) => meter.rows(count),
    end: async () => {
      meter.end()
      await messages.flush()
    },
  }
}
