/** Runs one statement in an embedded DuckDB and prints its rows: what a user would write in Node without a client. */
import { DuckDBInstance } from '@duckdb/node-api'

const [statement = ''] = process.argv.slice(2)
const instance = await DuckDBInstance.create()
const connection = await instance.connect()
const reader = await connection.runAndReadAll(statement)
process.stdout.write(`${JSON.stringify(reader.getRowsJson())}\n`)
