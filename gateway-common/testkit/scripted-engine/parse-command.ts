import { ERROR_CODES, type ErrorCode } from '../../src/error/error-codes.js'
import { gatewayError } from '../../src/error/gateway-error.js'
import { isTypeRoot } from './every-type.js'
import type { ScriptedCommand, ScriptedObjectKind, ScriptedShow, SelectCommand } from './scripted-command.js'
import { collapseBlanks, positionAt, splitStatements } from './statement-text.js'

type GroupName =
  | 'rows'
  | 'options'
  | 'verb'
  | 'gate'
  | 'next'
  | 'ms'
  | 'code'
  | 'line'
  | 'column'
  | 'text'
  | 'names'
  | 'table'
  | 'key'
  | 'value'
  | 'name'
  | 'what'
  | 'temporary'
  | 'kind'

type Groups = Readonly<Partial<Record<GroupName, string>>>

interface Form {
  readonly pattern: RegExp
  readonly build: (groups: Groups) => ScriptedCommand
}

const form = (pattern: string, build: (groups: Groups) => ScriptedCommand): Form => ({ pattern: new RegExp(`^${pattern}$`, 'isu'), build })

const STRING = "'(?:[^']|'')*'"
const NAME = '\\w+|"(?:[^"]|"")+"'

const FORMS: readonly Form[] = [
  form('SELECT (?<rows>\\d+|ENDLESS) ROWS(?<options>( (FAIL AT \\d+|WIDE \\d+|SLOW [\\w-]+|FORWARD|KINDS))*)', selectCommand),
  form('(?<verb>WAIT|STUBBORN) (?<gate>[\\w-]+)(?: THEN (?<next>.+))?', (g) => ({
    verb: 'wait',
    gate: word(g, 'gate'),
    stubborn: word(g, 'verb').toUpperCase() === 'STUBBORN',
    next: parseForm(g.next ?? 'OK'),
  })),
  form('SLEEP (?<ms>\\d+)(?: THEN (?<next>.+))?', (g) => ({ verb: 'sleep', ms: Number(g.ms), next: parseForm(g.next ?? 'OK') })),
  form('FAIL (?<code>[A-Z]+\\.[A-Z_]+)(?: AT (?<line>\\d+):(?<column>\\d+))?(?: (?<text>.+))?', failCommand),
  form('THROW', () => ({ verb: 'throw' })),
  form('TYPES(?: (?<what>\\w+))?', typesCommand),
  form('EMPTY', () => ({ verb: 'empty' })),
  form('NOCOLUMNS', () => ({ verb: 'no-columns' })),
  form(`ECHO (?<text>${STRING})`, (g) => ({ verb: 'echo', text: literal(g.text) })),
  form(`NAMES (?<names>${STRING}(, ?${STRING})*)`, (g) => ({
    verb: 'names',
    names: (g.names?.match(new RegExp(STRING, 'gsu')) ?? []).map(literal),
  })),
  form('OK', () => ({ verb: 'ok' })),
  form('JOB', () => ({ verb: 'job' })),
  form('LOG (?<line>.+)', (g) => ({ verb: 'log', line: literal(g.line) })),
  form(`DML (?<rows>\\d+)(?: INTO (?<table>${NAME}))?`, (g) => ({
    verb: 'dml',
    rows: Number(g.rows),
    ...(g.table === undefined ? {} : { table: identifier(g.table) }),
  })),
  form('SET', () => ({ verb: 'show-config' })),
  form(`SET (?<key>${STRING}) ?= ?(?<value>${STRING})`, (g) => ({ verb: 'set', key: literal(g.key), value: literal(g.value) })),
  form('RESET', () => ({ verb: 'reset' })),
  form(`RESET (?<key>${STRING})`, (g) => ({ verb: 'reset', key: literal(g.key) })),
  form(`USE CATALOG (?<name>${NAME})`, (g) => ({ verb: 'use-catalog', name: identifier(g.name) })),
  form(`USE (?<name>${NAME})`, (g) => ({ verb: 'use', name: identifier(g.name) })),
  form('SHOW (?<what>CATALOGS|DATABASES|TABLES|CURRENT CATALOG|CURRENT DATABASE)', (g) => ({
    verb: 'show',
    what: word(g, 'what').toUpperCase() as ScriptedShow,
  })),
  form(`CREATE (?<temporary>TEMPORARY )?(?<kind>TABLE|VIEW|DATABASE) (?<name>${NAME})`, (g) => ({
    verb: 'create',
    kind: word(g, 'kind').toUpperCase() as ScriptedObjectKind,
    temporary: g.temporary !== undefined,
    name: identifier(g.name),
  })),
  form(`DROP (?<kind>TABLE|VIEW|DATABASE) (?<name>${NAME})`, (g) => ({
    verb: 'drop',
    kind: word(g, 'kind').toUpperCase() as ScriptedObjectKind,
    name: identifier(g.name),
  })),
  form(`COUNT (?<table>${NAME})`, (g) => ({ verb: 'count', table: identifier(g.table) })),
]

/** The words that statements begin with; candidates for completion. */
export const SCRIPTED_WORDS: readonly string[] = [
  ...[
    'COUNT',
    'CREATE TABLE',
    'CREATE TEMPORARY TABLE',
    'CREATE VIEW',
    'CREATE DATABASE',
    'DML',
    'DROP TABLE',
    'DROP VIEW',
    'DROP DATABASE',
  ],
  ...['ECHO', 'EMPTY', 'FAIL', 'JOB', 'LOG', 'NAMES', 'NOCOLUMNS', 'OK', 'RESET', 'SELECT', 'SET', 'SHOW CATALOGS', 'SHOW CURRENT CATALOG'],
  ...['SHOW CURRENT DATABASE', 'SHOW DATABASES', 'SHOW TABLES', 'SLEEP', 'STUBBORN', 'THROW', 'TYPES', 'USE', 'USE CATALOG', 'WAIT'],
]

/**
 * Parses one statement of the scripted engine.
 *
 * @throws {GatewayError} STATEMENT.EMPTY, STATEMENT.MULTIPLE
 * @throws {GatewayError} STATEMENT.SYNTAX — with the place of the statement's first word
 */
export function parseCommand(text: string): ScriptedCommand {
  const statements = splitStatements(text)
  if (statements.length > 1) throw gatewayError('STATEMENT.MULTIPLE', `The text holds ${statements.length} statements; give one.`)
  const statement = statements[0]
  if (statement === undefined) throw gatewayError('STATEMENT.EMPTY', 'The text holds no statement.')
  const command = findForm(statement.trim())
  if (command !== undefined) return command
  const position = positionAt(text, statement.search(/\S/))
  const shown = statement.trim().slice(0, 40)
  throw gatewayError(
    'STATEMENT.SYNTAX',
    `The scripted engine has no statement like '${shown}' (line ${position.line}, column ${position.column}).`,
    {
      details: { position, engineErrorName: 'ScriptedSyntaxError' },
    },
  )
}

function findForm(text: string): ScriptedCommand | undefined {
  const normal = collapseBlanks(text)
  for (const { pattern, build } of FORMS) {
    const match = pattern.exec(normal)
    if (match !== null) return build(match.groups ?? {})
  }
  return undefined
}

function parseForm(text: string): ScriptedCommand {
  const command = findForm(text)
  if (command === undefined) throw gatewayError('STATEMENT.SYNTAX', `The scripted engine has no statement like '${text.slice(0, 40)}'.`)
  return command
}

function selectCommand(groups: Groups): SelectCommand {
  const options = groups.options ?? ''
  const failAt = /FAIL AT (\d+)/i.exec(options)?.[1]
  const slow = /SLOW ([\w-]+)/i.exec(options)?.[1]
  return {
    verb: 'select',
    rows: groups.rows?.toUpperCase() === 'ENDLESS' ? Number.POSITIVE_INFINITY : Number(groups.rows),
    forward: / FORWARD/i.test(options),
    kinds: / KINDS/i.test(options),
    width: Number(/WIDE (\d+)/i.exec(options)?.[1] ?? 0),
    ...(failAt === undefined ? {} : { failAt: Number(failAt) }),
    ...(slow === undefined ? {} : { slow }),
  }
}

function typesCommand({ what }: Groups): ScriptedCommand {
  if (what === undefined) return { verb: 'types' }
  const root = what.toUpperCase()
  if (!isTypeRoot(root)) throw gatewayError('STATEMENT.INVALID', `TYPES names '${what}', which is no root of the type system.`)
  return { verb: 'types', root }
}

function failCommand(groups: Groups): ScriptedCommand {
  const code = word(groups, 'code').toUpperCase()
  if (!Object.hasOwn(ERROR_CODES, code))
    throw gatewayError('STATEMENT.INVALID', `FAIL names '${code}', which is no code of the error table.`)
  const place = groups.line === undefined ? {} : { line: Number(groups.line), column: Number(groups.column) }
  return { verb: 'fail', code: code as ErrorCode, text: literal(groups.text ?? `failed with ${code}`), ...place }
}

function word(groups: Groups, name: GroupName): string {
  return groups[name] ?? ''
}

/** The text between quotes; a text without quotes is meant as it stands. */
function literal(text: string | undefined): string {
  const match = /^'(.*)'$/su.exec(text ?? '')
  return match === null ? (text ?? '') : (match[1] ?? '').replaceAll("''", "'")
}

/** A name without its quotes. */
function identifier(text = ''): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
}
