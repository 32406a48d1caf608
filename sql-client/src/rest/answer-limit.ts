/** A gateway may hold a call for long, but not for ever: Flink's client gives up after as much. Milliseconds. */
export const ANSWER_LIMIT_MS = 300_000
