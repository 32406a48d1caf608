import type { TimeUnit, VectorLayout } from '@sql-gateway/gateway-common'

/**
 * How a batch lies in a file: 32-bit words, the first of which is their number, then its buffers.
 *
 * The words: rows, columns, whether there are row kinds; then for each vector its layout by its place in `LAYOUTS`, its
 * length, whether there is a validity, and what its layout needs. Each buffer has a word with its length in bytes where its
 * turn comes, and begins at a multiple of `ALIGNMENT`, so that it can be used where it lies.
 */
export const LAYOUTS = [
  'null',
  'bool',
  'int8',
  'int16',
  'int32',
  'date32',
  'interval32',
  'int64',
  'decimal64',
  'decimal128',
  'duration64',
  'time64',
  'timestamp64',
  'float32',
  'float64',
  'utf8',
  'utf8view',
  'binary',
  'list',
  'map',
  'struct',
] as const satisfies readonly VectorLayout[]

/** What a place in a file of a batch is a multiple of. */
export const ALIGNMENT = 8
/** Bytes of a word. */
export const WORD_BYTES = 4
/** The units of times, by their numbers. */
export const UNITS: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns']

/** The next place at which a buffer may begin. */
export function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT
}
