import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { PeerError } from '#scripts/peers/support/peer-error.js'

/** One statement of a script, and how its answers are compared. */
export interface ScriptStatement {
  /** With the rest of the script it makes a name of a test: place and beginning of the statement. */
  readonly name: string
  readonly sql: string
  /** Read only so many rows: the result has no end. */
  readonly take?: number
  /** Rows come in no order. */
  readonly isUnordered: boolean
  /** The order in which a stream's changes come is chance: only what they amount to is compared. */
  readonly isFolded: boolean
  /** The newest Flink refuses it. */
  readonly fails: boolean
  /** Values depend on the moment or the machine: only the columns are compared, and whether there is a row. */
  readonly isVolatile: boolean
}

/** Statements that run one after the other in a session of their own. */
export interface Script {
  readonly name: string
  readonly statements: readonly ScriptStatement[]
}

const FOLDER = path.resolve(import.meta.dirname, '../../../../peers/flink/sql')
const DIRECTIVE = /^-- @(\w+) ?(\d*)\n/
const DIRECTIVES = ['take', 'unordered', 'folded', 'volatile', 'fails']
const NAME_LENGTH = 70

/**
 * Reads the scripts beside this folder, by name.
 *
 * In a script an empty line ends a statement. A statement may begin with lines `-- @take 20`, `-- @unordered`, `-- @folded`,
 * `-- @volatile`, `-- @fails`; other comments belong to it. The placeholder `<directory>` is a folder that no other session uses.
 */
export function readScripts(): readonly Script[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql'))
  return files.sort().map((file) => {
    const text = readFileSync(path.join(FOLDER, file), 'utf8')
    return {
      name: path.basename(file, '.sql'),
      statements: text
        .trim()
        .split(/\n{2,}/)
        .map(readStatement),
    }
  })
}

function readStatement(text: string, index: number): ScriptStatement {
  let sql = text
  const found = new Map<string, string>()
  for (let line = DIRECTIVE.exec(sql); line !== null; line = DIRECTIVE.exec(sql)) {
    found.set(line[1] ?? '', line[2] ?? '')
    sql = sql.slice(line[0].length)
  }
  const unknown = [...found.keys()].find((directive) => !DIRECTIVES.includes(directive))
  if (unknown !== undefined) throw new PeerError(`a script says @${unknown}, which nobody understands`)
  const take = found.get('take')
  return {
    name: `${index + 1}: ${sql.replace(/\s+/g, ' ').slice(0, NAME_LENGTH)}`,
    sql,
    ...(take === undefined ? {} : { take: Number(take) }),
    isUnordered: found.has('unordered'),
    isFolded: found.has('folded'),
    isVolatile: found.has('volatile'),
    fails: found.has('fails'),
  }
}
