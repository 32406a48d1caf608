/** Values that go with a log line, such as `session`, `operation`, `endpoint`, `engine`, `err`. */
export type LogFields = Readonly<Record<string, unknown>>

/**
 * Structured logging. Messages are constant texts; everything that varies is a field. Secrets are never fields.
 * `err` holds a thrown value and is written with its stack.
 */
export interface Logger {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  /** A logger that adds fields to each line. */
  child(fields: LogFields): Logger
}

/** A logger that drops everything. */
export const SILENT_LOGGER: Logger = Object.freeze({
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT_LOGGER,
})
