import { atLeast, integerOption, memorySizeOption, type OptionTable, stringListOption, stringOption } from '@sql-gateway/gateway-common'

/** What a DuckDB engine is set to; the values of {@link DUCKDB_OPTIONS}. */
export interface DuckdbSettings {
  /** A file, `:memory:`, or undefined for the file in the instance's data folder. */
  readonly path: string | undefined
  /** Bytes; undefined leaves it to DuckDB. */
  readonly memoryLimit: number | undefined
  /** Undefined leaves it to DuckDB. */
  readonly threads: number | undefined
  /** Folders, or `*` for all; empty means the defaults. */
  readonly allowedDirectories: readonly string[]
  readonly maxConcurrentStatements: number
  /** Bytes; undefined leaves it to DuckDB. */
  readonly tempDiskLimit: number | undefined
  readonly resultMemoryRows: number
  readonly resultMemoryBytes: number
  readonly resultTotalMemoryBytes: number
  readonly resultDiskLimit: number
  readonly streamingBuffer: number
}

/**
 * The options of the engine, keys without `sql-gateway.engine.<name>.`.
 *
 * @see DuckDB documentation, "Configuration", for memory_limit, threads, max_temp_directory_size, allowed_directories
 *   and streaming_buffer_size
 */
export const DUCKDB_OPTIONS: OptionTable<DuckdbSettings> = {
  path: stringOption<string | undefined>('path', undefined, {
    doc:
      'The database file; a relative one is taken from the home of the gateway. It is made when it does not exist and belongs to one gateway at a time. ' +
      'Without a value it is default.duckdb in the data folder of this engine; `:memory:` keeps everything in memory and forgets it at the end.',
  }),
  memoryLimit: memorySizeOption<number | undefined>('memory-limit', undefined, {
    doc:
      'How much memory DuckDB may use for data before it spills to disk. Results, connections and the gateway itself come on top. ' +
      'Without a value DuckDB takes 80 % of the memory of the machine.',
    check: atLeast(16 * 1024 ** 2),
  }),
  threads: integerOption<number | undefined>('threads', undefined, {
    doc: 'How many threads all statements share. Without a value one for each core.',
    check: atLeast(1),
  }),
  allowedDirectories: stringListOption('allowed-directories', [], {
    defaultText: '',
    doc:
      'The folders whose files statements may read and write, with all below them; `*` lifts the limit for files, networks and extensions. ' +
      'Without a value: the folder `files` in the data folder of this engine, and `examples/data` in the home of the gateway. ' +
      'Relative folders are taken from the home of the gateway. The files of databases are never written to by COPY.',
  }),
  maxConcurrentStatements: integerOption<number>('max-concurrent-statements', 64, {
    doc:
      'How many statements DuckDB works on at once; further ones wait. Each takes a thread of the process for as long as it computes, ' +
      'so the number is cut to what UV_THREADPOOL_SIZE leaves, less 8. Those that have just begun take turns, three for each processor, until they turn out to take long.',
    check: atLeast(1),
  }),
  tempDiskLimit: memorySizeOption<number | undefined>('temp-disk-limit', undefined, {
    doc: 'How much disk DuckDB may use for data that does not fit into memory-limit. Without a value 90 % of what is free.',
  }),
  resultMemoryRows: integerOption<number>('result.memory-rows', 100_000, {
    doc: 'How many rows of one result stay in memory; the rows after them go to a file.',
    check: atLeast(0),
  }),
  resultMemoryBytes: memorySizeOption<number>('result.memory-size', '16 mb', {
    doc: 'How much of one result stays in memory; the rows after that go to a file.',
  }),
  resultTotalMemoryBytes: memorySizeOption<number>('result.total-memory-size', '256 mb', {
    doc: 'How much of all results together stays in memory. Beyond it new rows go to files straight away.',
  }),
  resultDiskLimit: memorySizeOption<number>('result.disk-limit', '10 gb', {
    doc:
      'How much disk the files of all results together may take. A result that is larger by itself fails with RESULT.TOO_LARGE; one for which others leave ' +
      'no room fails with ENGINE.OUT_OF_RESOURCES and may be tried again. Results that nobody reads or closes go after sql-gateway.operation.retention-time.',
  }),
  streamingBuffer: memorySizeOption<number>('result.streaming-buffer', '16 mb', {
    doc:
      'How much of a result is kept before its statement counts as having succeeded. A statement that fails until then fails at once, one that fails later fails while ' +
      'its result is read. DuckDB itself computes ahead up to this size where all columns are of fixed width; else one chunk of 2,048 rows and one for each of its threads, whatever the rows are. ' +
      'An error behind that has no text of its own where the query cannot be computed once more to find it (in a transaction, EXECUTE, sequences, random numbers). ' +
      'Chunks do not count as part of memory-limit.',
    check: atLeast(64 * 1024),
  }),
}
