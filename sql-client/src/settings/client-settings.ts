/** The ways to show the results of queries. */
export const RESULT_MODES = ['table', 'changelog', 'tableau'] as const

/** One of {@link RESULT_MODES}. */
export type ResultMode = (typeof RESULT_MODES)[number]

/** The forms of results outside of a terminal. */
export const OUTPUT_FORMATS = ['table', 'csv', 'tsv', 'jsonl'] as const

/** One of {@link OUTPUT_FORMATS}. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

/** What the session's properties say to the client. */
export interface ClientSettings {
  readonly resultMode: ResultMode
  /** Of the view of result mode table; at least 1. */
  readonly maxTableRows: number
  /** In cells of a terminal; undefined where the session does not say. */
  readonly maxColumnWidth: number | undefined
  readonly isVerbose: boolean
  /** Whether queries run as streams, whose rows have kinds. */
  readonly isStreaming: boolean
  /** Whether INSERT waits for the end of its job. */
  readonly waitsForDml: boolean
  /** Whether a script is deployed as a whole, to a cluster of its own. */
  readonly deploysScripts: boolean
  readonly showsTime: boolean
  /** Whether candidates are listed in pauses of typing; undefined where the session does not say. */
  readonly suggests: boolean | undefined
  /** Undefined where the session does not say. */
  readonly outputFormat: OutputFormat | undefined
  /** What is said of values that make no sense. */
  readonly warnings: readonly string[]
}

/** The properties that the client reads, with what they do, for HELP and the documentation. Names are those of Flink's client but the last two. */
export const CLIENT_PROPERTIES = {
  'sql-client.execution.result-mode': 'table, changelog or tableau: a view of the table, a view of its changes, or plain output.',
  'sql-client.execution.max-table-result.rows': 'How many rows the view of result mode table keeps (1000000).',
  'sql-client.display.max-column-width':
    'The widest a column of text gets; longer values are cut. Unset: 30 for streams, no limit otherwise.',
  'sql-client.display.print-time-cost': 'Whether the time of a statement is shown (true).',
  'sql-client.verbose': 'Whether errors are shown with all that is known about them (false).',
  'execution.runtime-mode': 'streaming or batch. Streams show the kinds of rows: +I, -U, +U, -D.',
  'table.dml-sync': 'Whether INSERT waits for the end of its job (false).',
  'execution.target': "Where Flink's jobs run. Where it ends in application, -f deploys the script as a whole.",
  'sql-client.display.suggestions':
    'Whether candidates are listed in pauses of typing. Unset: true with the gateway inside, false elsewhere.',
  'sql-client.output.format': 'table, csv, tsv or jsonl, where the output is no terminal; --output goes before it.',
} as const satisfies Readonly<Record<string, string>>

type PropertyName = keyof typeof CLIENT_PROPERTIES

/**
 * Reads the properties. What makes no sense is warned of and counts as not set: the gateway keeps any value, and a client that stops at
 * one could not even correct it. A result mode that is none means plain output, which surprises nobody.
 *
 * @see Apache Flink, `SqlClientOptions`, for names and defaults
 */
export function readSettings(properties: Readonly<Record<string, string>>): ClientSettings {
  const text = (name: PropertyName): string => properties[name]?.trim().toLowerCase() ?? ''
  const resultMode = text('sql-client.execution.result-mode')
  const width = wholeNumber(text('sql-client.display.max-column-width') || properties['table.display.max-column-width'])
  return {
    resultMode: oneOf(RESULT_MODES, resultMode || 'table') ?? 'tableau',
    maxTableRows: wholeNumber(text('sql-client.execution.max-table-result.rows')) ?? 1_000_000,
    maxColumnWidth: width,
    isVerbose: text('sql-client.verbose') === 'true',
    isStreaming: text('execution.runtime-mode') !== 'batch',
    waitsForDml: text('table.dml-sync') === 'true',
    deploysScripts: text('execution.target').endsWith('application'),
    showsTime: text('sql-client.display.print-time-cost') !== 'false',
    suggests: { true: true, false: false }[text('sql-client.display.suggestions')],
    outputFormat: oneOf(OUTPUT_FORMATS, text('sql-client.output.format')),
    warnings: VALID.flatMap(([name, valid, words]) => {
      const value = text(name)
      return value === '' || valid(value) ? [] : [`${name} is '${properties[name]}', and should be ${words}.`]
    }),
  }
}

const isBoolean = (value: string): boolean => value === 'true' || value === 'false'
const isCount = (value: string): boolean => wholeNumber(value) !== undefined

/** Which values make sense, and how that is said. */
const VALID: readonly (readonly [name: PropertyName, isValid: (value: string) => boolean, words: string])[] = [
  ['sql-client.execution.result-mode', (value) => oneOf(RESULT_MODES, value) !== undefined, 'table, changelog or tableau'],
  ['sql-client.output.format', (value) => oneOf(OUTPUT_FORMATS, value) !== undefined, 'table, csv, tsv or jsonl'],
  ['sql-client.execution.max-table-result.rows', isCount, 'a whole number above 0'],
  ['sql-client.display.max-column-width', isCount, 'a whole number above 0'],
  ['sql-client.display.print-time-cost', isBoolean, 'true or false'],
  ['sql-client.display.suggestions', isBoolean, 'true or false'],
  ['sql-client.verbose', isBoolean, 'true or false'],
]

/** The value of a list that a text is; undefined where it is none. */
export function oneOf<T extends string>(values: readonly T[], text: string): T | undefined {
  return values.find((value) => value === text)
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : undefined
}
