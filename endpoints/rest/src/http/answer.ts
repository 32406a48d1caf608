/** What a call answers with. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly body: string | readonly Buffer[]
  /** Further headers, names and values in turn. */
  readonly headers?: readonly string[]
  /** How many rows it carries, for the metrics. */
  readonly rowCount?: number
  /** Called once the client has the answer, or is gone. */
  readonly onTaken?: () => void
}

/** As Flink spells it. */
export const JSON_TYPE = 'application/json; charset=UTF-8'

/** An answer with a JSON body. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(value) }
}

/** The answer of calls that have nothing to say. Flink's clients fail on an empty body. */
export const EMPTY_ANSWER: Answer = jsonAnswer({})
