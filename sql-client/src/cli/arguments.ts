import { parseArgs } from 'node:util'
import { ENGINE_PROPERTY } from '@sql-gateway/gateway-common'
import { clientError } from '../error/client-error.js'
import { OUTPUT_FORMATS, type OutputFormat, oneOf } from '../settings/client-settings.js'

/** What a command line asks for. */
export interface ClientArguments {
  readonly help: boolean
  readonly version: boolean
  /** As the user gave it; undefined runs a gateway inside. */
  readonly endpoint: string | undefined
  /** The database file of the gateway inside; undefined keeps everything in memory. */
  readonly database: string | undefined
  /** Statements, in order; empty where they come from elsewhere. */
  readonly commands: readonly string[]
  /** A file, a URL, or `-` for standard input. */
  readonly script: string | undefined
  readonly initScript: string | undefined
  readonly sessionName: string
  /** Properties of the session. */
  readonly properties: Readonly<Record<string, string>>
  /** Options of the gateway inside. */
  readonly gatewayOptions: Readonly<Record<string, string>>
  readonly format: OutputFormat | undefined
  readonly hasHeader: boolean
  readonly goesOn: boolean
  readonly historyFile: string | undefined
}

const MODES = ['embedded', 'gateway'] as const
const DEFAULT_ENDPOINT = 'http://127.0.0.1:8083'
const GATEWAY_PREFIX = 'sql-gateway.'

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  endpoint: { type: 'string', short: 'e' },
  path: { type: 'string', short: 'p' },
  command: { type: 'string', short: 'c', multiple: true },
  file: { type: 'string', short: 'f' },
  init: { type: 'string', short: 'i' },
  session: { type: 'string', short: 's' },
  define: { type: 'string', short: 'D', multiple: true },
  output: { type: 'string', short: 'o' },
  'no-header': { type: 'boolean' },
  'keep-going': { type: 'boolean', short: 'k' },
  history: { type: 'string' },
} as const

const ADD_JAR =
  "Jars are added by the statement ADD JAR '/path/of.jar', in an -i script for every session; the path is one of the gateway's machine."
const BY_COMMAND = 'Statements are given by -c "INSERT …".'

/** What to do in the place of what Flink's client takes and this one does not. */
const INSTEAD: Readonly<Record<string, string>> = {
  j: ADD_JAR,
  jar: ADD_JAR,
  l: ADD_JAR,
  library: ADD_JAR,
  u: BY_COMMAND,
  update: BY_COMMAND,
}

/**
 * Reads a command line. Names of options are those of Flink's client where it has them.
 *
 * @throws {ClientError} usage
 * @see Apache Flink, `CliOptionsParser`
 */
export function parseArguments(words: readonly string[]): ClientArguments {
  const { values, positionals } = parse(words.map((word) => (word === '-hist' ? '--history' : word)))
  const [mode, ...more] = positionals
  if (mode !== undefined && oneOf(MODES, mode) === undefined) throw usage(`'${mode}' is not known; the modes are ${MODES.join(' and ')}.`)
  if (more.length > 0) throw usage(`'${more[0]}' is not known. Statements are given by -c "…", files by -f.`)
  if (mode === 'embedded' && values.endpoint !== undefined) throw usage('embedded runs a gateway inside; with -e it is gateway.')
  if (values.command !== undefined && values.file !== undefined) throw usage('Give statements by -c or by -f, not by both.')
  const endpoint = values.endpoint ?? (mode === 'gateway' ? DEFAULT_ENDPOINT : undefined)
  if (endpoint !== undefined && values.path !== undefined)
    throw usage('--path is the database of the gateway inside; it has no meaning with -e.')
  const format = values.output === undefined ? undefined : oneOf(OUTPUT_FORMATS, values.output.toLowerCase())
  if (values.output !== undefined && format === undefined)
    throw usage(`--output is one of ${OUTPUT_FORMATS.join(', ')}, not '${values.output}'.`)
  const { properties, gatewayOptions } = definitions(values.define ?? [], endpoint)
  return {
    help: values.help === true,
    version: values.version === true,
    endpoint,
    database: values.path,
    commands: values.command ?? [],
    script: values.file,
    initScript: values.init,
    sessionName: values.session ?? 'default',
    properties,
    gatewayOptions,
    format,
    hasHeader: values['no-header'] !== true,
    goesOn: values['keep-going'] === true,
    historyFile: values.history,
  }
}

function parse(words: readonly string[]) {
  // Would be taken for -p and the rest of it.
  const python = words.find((word) => /^-?-py(?:arch|clientexec|exec|fs|req)$/.test(word))
  if (python !== undefined) throw usage(`Unknown option '${python}'. Python is set up by -D python.…=value.`)
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const text = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
    const message = text.replace(/\. To specify .*$/s, '.')
    const [, name = ''] = /^Unknown option '-{1,2}([^']*)'/.exec(message) ?? []
    const instead = Object.hasOwn(INSTEAD, name) ? ` ${INSTEAD[name]}` : ''
    throw usage(`${message.endsWith('.') ? message : `${message}.`}${instead}`)
  }
}

/** What begins with `sql-gateway.` is for the gateway where it runs inside, all else for the session. */
function definitions(texts: readonly string[], endpoint: string | undefined): Pick<ClientArguments, 'properties' | 'gatewayOptions'> {
  const properties: Record<string, string> = {}
  const gatewayOptions: Record<string, string> = {}
  for (const text of texts) {
    const [, key = '', value = ''] = /^\s*([^=\s][^=]*?)\s*=(.*)$/s.exec(text) ?? []
    if (key === '') throw usage(`'-D${text}' is not of the form -Dkey=value.`)
    const isForGateway = key.startsWith(GATEWAY_PREFIX) && key !== ENGINE_PROPERTY
    if (isForGateway && endpoint !== undefined)
      throw usage(`${key} is an option of a gateway; with -e it has no meaning, and is set where that gateway is started.`)
    const target = isForGateway ? gatewayOptions : properties
    target[key] = value
  }
  return { properties, gatewayOptions }
}

function usage(message: string): Error {
  return clientError('usage', message)
}
