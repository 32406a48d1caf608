import { gatewayError } from '@sql-gateway/gateway-common'
import type { AttachedCatalogs } from '../database/attached-catalogs.js'
import type { QueryTexts } from '../database/query-texts.js'
import type { UsedNames } from '../database/used-names.js'
import type { ParsedStatement } from '../statement/parse-statement.js'
import { pinOf } from './session-pins.js'
import type { SessionState } from './session-state.js'

/** The transaction of a session, from BEGIN on, and what has to be known of the statements in it. */
export interface Transaction {
  /**
   * Notes a statement that DuckDB is about to run.
   *
   * @throws {GatewayError} STATEMENT.TRANSACTION — a COMMIT that would commit nothing; the transaction is rolled back
   */
  before(query: QueryTexts, statement: ParsedStatement): Promise<void>
  /** Notes a statement that has succeeded. */
  after(statement: ParsedStatement): Promise<void>
  /** Notes a statement that has ended, whether it succeeded or failed. */
  ended(statement: ParsedStatement): Promise<void>
  /** Notes that the connection is closed. Never rejects. */
  abandoned(): Promise<void>
}

/** Statements after which other catalogs may be attached; what they name is not thereby in use. */
const MAY_ATTACH = ['ATTACH', 'DETACH', 'IMPORT']

/** Tells whether a statement ends a transaction. */
export function endsTransaction({ kind }: ParsedStatement): boolean {
  return kind === 'COMMIT' || kind === 'ROLLBACK'
}

/** DuckDB takes the COMMIT of a transaction that has failed for a ROLLBACK, without a word. */
async function assertCommittable(query: QueryTexts): Promise<void> {
  try {
    await query('SELECT NULL')
  } catch (cause) {
    await query('ROLLBACK')
    throw gatewayError('STATEMENT.TRANSACTION', 'Nothing is committed: a statement of the transaction had failed, and it is rolled back.', {
      cause,
    })
  }
}

/** Makes the transaction of a session, in which it is not yet. */
export function createTransaction(catalogs: AttachedCatalogs, state: SessionState, usedNames: UsedNames): Transaction {
  /** Whether it has attached or detached something, which its end may take back. */
  let hasAttached = false

  return {
    before: async (query, statement) => {
      if (!MAY_ATTACH.includes(statement.kind)) usedNames.start(statement.text, pinOf(statement) !== undefined)
      if (statement.kind === 'COMMIT' && state.inTransaction) await assertCommittable(query)
    },
    after: async ({ kind }) => {
      if (kind === 'BEGIN') {
        state.inTransaction = true
        usedNames.beginTransaction()
      }
      if (!MAY_ATTACH.includes(kind)) return
      hasAttached = state.inTransaction
      await catalogs.refresh()
    },
    ended: async (statement) => {
      if (!endsTransaction(statement)) return
      state.inTransaction = false
      usedNames.endTransaction()
      if (hasAttached) await catalogs.refresh()
      hasAttached = false
    },
    abandoned: async () => {
      if (hasAttached) await catalogs.refresh().catch(() => undefined)
    },
  }
}
