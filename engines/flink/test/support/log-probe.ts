import { type LogFields, type Logger, SILENT_LOGGER } from '@sql-gateway/gateway-common'

/** A logger whose lines a test waits for. */
export interface LogProbe {
  readonly logger: Logger
  /** The fields of the first line that fits and was not given before; waits for it where there is none yet. */
  next(message: RegExp): Promise<LogFields>
}

interface Line {
  readonly fields: LogFields
  readonly text: string
}

/** Makes it without lines. */
export function createLogProbe(): LogProbe {
  const lines: Line[] = []
  const waiting: { readonly message: RegExp; readonly resolve: (fields: LogFields) => void }[] = []

  function note(fields: LogFields, text: string): void {
    const index = waiting.findIndex(({ message }) => message.test(text))
    if (index < 0) lines.push({ fields, text })
    else waiting.splice(index, 1)[0]?.resolve(fields)
  }

  return {
    logger: { ...SILENT_LOGGER, debug: note, info: note, warn: note, error: note },
    next: (message) => {
      const index = lines.findIndex(({ text }) => message.test(text))
      const { promise, resolve } = Promise.withResolvers<LogFields>()
      if (index < 0) waiting.push({ message, resolve })
      else resolve(lines.splice(index, 1)[0]?.fields ?? {})
      return promise
    },
  }
}
