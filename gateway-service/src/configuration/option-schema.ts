import type { OptionSpec, OptionTable } from '@sql-gateway/gateway-common'
import convict from 'convict'
import { FORMAT_READERS } from './option-format.js'

/** What was given for an option: text, or the items of a YAML list. */
export type GivenValue = string | readonly string[]

/** A value that does not fit its option. */
export interface BadValue {
  readonly field: string
  readonly spec: OptionSpec<unknown>
  /** What is wrong, to follow the value: `is not a duration such as …`. */
  readonly complaint: string
}

/** The settings of a table; bad values are replaced by their defaults. */
export interface ReadOptions<S> {
  readonly settings: S
  readonly badValues: readonly BadValue[]
}

/** A table without its type: what convict and the documents see of it. */
export type AnyOptionTable = Readonly<Record<string, OptionSpec<unknown>>>

type Complain = (complaint: string) => never

interface SchemaNode {
  readonly format: string
  readonly default: unknown
  readonly doc: string
  readonly sensitive: boolean
  /** Handed to the format by convict. */
  readonly option: { readonly spec: OptionSpec<unknown>; readonly complain: Complain }
}

const formatName = (format: string): string => `sql-gateway-${format}`

// convict keeps formats in a table of its module. They are constants, and their names cannot meet those of another user of convict.
convict.addFormats(
  Object.fromEntries(
    Object.entries(FORMAT_READERS).map(([format, reader]) => [
      formatName(format),
      {
        coerce: (text: string): unknown => reader.read(text) ?? text,
        validate: (value: unknown, node: object): void => validate(value, (node as SchemaNode).option),
      },
    ]),
  ),
)

/** Text that arrives here was either read as text or could not be read at all: convict validates what `coerce` gave. */
function validate(value: unknown, { spec, complain }: SchemaNode['option']): void {
  const { expected, read } = FORMAT_READERS[spec.format]
  if (Array.isArray(value) ? spec.format !== 'string-list' : typeof value === 'string' && read(value) === undefined) {
    complain(`is not ${expected}`)
  }
  if (spec.oneOf !== undefined && !spec.oneOf.includes(value)) complain(`is not one of ${spec.oneOf.join(', ')}`)
  const valid = value === undefined ? undefined : spec.check?.(value as Exclude<unknown, undefined>)
  if (valid !== undefined) complain(`is not valid: ${valid}`)
}

/**
 * Reads the values given for a table's options by field through a convict schema made of the table.
 *
 * Convict's own report is one text for all keys; the formats therefore note each complaint with its field, which is what
 * callers get.
 */
export function readOptions<S extends object>(table: OptionTable<S>, given: Readonly<Record<string, GivenValue>>): ReadOptions<S> {
  const badValues: BadValue[] = []
  const specs = table as unknown as AnyOptionTable
  const schema = Object.fromEntries(
    Object.entries(specs).map(([field, spec]): [string, SchemaNode] => [
      field,
      {
        format: formatName(spec.format),
        default: spec.default,
        doc: spec.doc,
        sensitive: spec.sensitive ?? false,
        option: {
          spec,
          complain: (complaint) => {
            badValues.push({ field, spec, complaint })
            throw new TypeError(complaint)
          },
        },
      },
    ]),
  )
  // Empty arguments and environment: convict would read those of the process otherwise.
  const config = convict<Record<string, unknown>>(schema as convict.Schema<Record<string, unknown>>, { args: [], env: {} })
  config.load(given)
  try {
    config.validate({ allowed: 'strict' })
  } catch (error) {
    if (badValues.length === 0) throw error
    for (const { field } of badValues) config.reset(field)
  }
  return { settings: config.getProperties() as unknown as S, badValues }
}
