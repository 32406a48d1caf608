/**
 * Reads a query's rows from an embedded DuckDB into JSON text, with no server between.
 * Arguments: the way (`converter` or `by hand`), a statement that prepares the data, the query. Prints one line `{"rows":…,"bytes":…,"seconds":…}`.
 */
import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api'

interface JsonText {
  readonly rows: number
  readonly bytes: number
}

/** What the driver's documentation shows: its JSON converter, then JSON.stringify. */
async function byConverter(connection: DuckDBConnection, query: string): Promise<JsonText> {
  let rows = 0
  let bytes = 0
  for await (const some of (await connection.stream(query)).yieldRowsJson()) {
    rows += some.length
    bytes += Buffer.byteLength(JSON.stringify(some))
  }
  return { rows, bytes }
}

/** What someone in a hurry writes: column after column, one way to write a value for each type, no object for a row. */
async function byHand(connection: DuckDBConnection, query: string): Promise<JsonText> {
  let rows = 0
  let bytes = 0
  for await (const chunk of await connection.stream(query)) {
    rows += chunk.rowCount
    bytes += Buffer.byteLength(chunkText(chunk))
  }
  return { rows, bytes }
}

function chunkText(chunk: DuckDBDataChunk): string {
  const columns = Array.from({ length: chunk.columnCount }, (_, column) => {
    const vector = chunk.getColumnVector(column)
    return Array.from({ length: chunk.rowCount }, (_, row) => valueText(vector.getItem(row)))
  })
  let text = ''
  for (let row = 0; row < chunk.rowCount; row++) {
    text += '['
    for (let column = 0; column < columns.length; column++) text += `${column === 0 ? '' : ','}${columns[column]?.[row]}`
    text += '],'
  }
  return text
}

function valueText(value: unknown): string {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return `${value}`
    case 'string':
      return JSON.stringify(value)
    default:
      return value === null ? 'null' : `"${String(value)}"`
  }
}

const [way, prepare = '', query = ''] = process.argv.slice(2)
const connection = await (await DuckDBInstance.create()).connect()
await connection.run(prepare)
const startedAt = performance.now()
const text = await (way === 'converter' ? byConverter : byHand)(connection, query)
process.stdout.write(`${JSON.stringify({ ...text, seconds: (performance.now() - startedAt) / 1000 })}\n`)
