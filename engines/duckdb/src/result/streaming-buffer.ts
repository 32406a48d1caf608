import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'

/**
 * How far DuckDB computes ahead of the gateway on one connection. It counts a text or blob as 16 bytes however long it is, so
 * that any size but the least means gigabytes where these are long.
 *
 * @see DuckDB documentation, "Configuration", streaming_buffer_size
 */
export interface StreamingBuffer {
  /** Sets the size for the next statement, in bytes, where it is another one. */
  use(bytes: number): Promise<void>
}

/**
 * No more than a chunk or two that wait, and one for each of DuckDB's threads. Rows come as fast as with a large one, since they are read as
 * soon as they are there. Zero would give no rows at all.
 */
export const LEAST_BUFFER_BYTES = 1024

/** Makes the buffer of a connection whose size is the least. */
export function createStreamingBuffer(native: DuckDBConnection): StreamingBuffer {
  let size = LEAST_BUFFER_BYTES
  return {
    use: async (bytes) => {
      if (bytes === size) return
      await native.run(setBufferSql(bytes))
      size = bytes
    },
  }
}

/** The statement that sets the size. */
export function setBufferSql(bytes: number): string {
  return `SET streaming_buffer_size = '${bytes}B'`
}

const FAR_TYPES: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.VARCHAR,
  DuckDBTypeId.BLOB,
  DuckDBTypeId.BIT,
  DuckDBTypeId.BIGNUM,
  DuckDBTypeId.UNION,
  DuckDBTypeId.GEOMETRY,
  DuckDBTypeId.VARIANT,
])

/** Whether DuckDB knows how much memory values of a type take. */
export function isCounted(type: DuckDBType): boolean {
  switch (type.typeId) {
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY:
      return isCounted(type.valueType)
    case DuckDBTypeId.STRUCT:
      return type.entryTypes.every(isCounted)
    case DuckDBTypeId.MAP:
      return isCounted(type.keyType) && isCounted(type.valueType)
    default:
      return isCountedId(type.typeId)
  }
}

/** The same of a type that holds no other. */
export function isCountedId(typeId: DuckDBTypeId): boolean {
  return !FAR_TYPES.has(typeId)
}
