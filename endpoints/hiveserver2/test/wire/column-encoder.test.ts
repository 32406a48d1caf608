import { describe, expect, test } from '@jest/globals'
import {
  type ColumnVector,
  isNullAt,
  type LogicalType,
  localZone,
  sliceVector,
  type TimeUnit,
  utf8ViewVector,
} from '@sql-gateway/gateway-common'
import { everyType } from '@sql-gateway/gateway-common/testkit'
import fc from 'fast-check'
import { TBinaryProtocol } from 'thrift'
import tcli from '#generated/TCLIService_types.js'
import { HIGHEST_VERSION } from '../../src/mapping/protocol-version.js'
import { type WireForm, wireTypeOf } from '../../src/mapping/wire-types.js'
import { textCellsOf } from '../../src/text/cell-text.js'
import { widenFloat } from '../../src/text/float-text.js'
import { PLAIN_TEXT, type TextContext } from '../../src/text/scalar-text.js'
import { encodeColumns } from '../../src/wire/column-encoder.js'
import { toInt64 } from '../../src/wire/int64.js'
import { MessageTransport } from '../../src/wire/message-transport.js'
import { nullBitmap } from '../../src/wire/null-bitmap.js'
import { writeStruct } from '../../src/wire/struct.js'
import { int64, utf8, withNulls } from '../support/vectors.js'

const STRING: LogicalType = { root: 'VARCHAR', nullable: true, length: 2147483647 }

/** The column as Thrift itself writes it from plain values. */
function writtenByThrift(type: LogicalType, form: WireForm, vectors: readonly ColumnVector[], context: TextContext): Buffer {
  const cells = vectors.flatMap((vector) => Array.from({ length: vector.length }, (_, i) => [vector, i] as const))
  const nulls = Buffer.from(nullBitmap(vectors, cells.length))
  const numbers = cells.map(([vector, i]) => Number(Reflect.get(Reflect.get(vector, 'values') ?? [], i) ?? 0))
  const texts = cells.map(([vector, i]) => (isNullAt(vector, i) ? '' : textCellsOf(type, vector, context)(i)))
  const transport = new MessageTransport(Buffer.alloc(0))
  const columns: Record<WireForm, () => object> = {
    bool: () => new tcli.TColumn({ boolVal: new tcli.TBoolColumn({ values: numbers.map(Boolean), nulls }) }),
    byte: () => new tcli.TColumn({ byteVal: new tcli.TByteColumn({ values: numbers, nulls }) }),
    i16: () => new tcli.TColumn({ i16Val: new tcli.TI16Column({ values: numbers, nulls }) }),
    i32: () => new tcli.TColumn({ i32Val: new tcli.TI32Column({ values: numbers, nulls }) }),
    i64: () => {
      const values = cells.map(([vector, i]) => toInt64((Reflect.get(vector, 'values') as BigInt64Array)[i] as bigint))
      return new tcli.TColumn({ i64Val: new tcli.TI64Column({ values, nulls }) })
    },
    double: () => {
      const values = type.root === 'FLOAT' ? numbers.map(widenFloat) : numbers
      return new tcli.TColumn({ doubleVal: new tcli.TDoubleColumn({ values, nulls }) })
    },
    text: () => new tcli.TColumn({ stringVal: new tcli.TStringColumn({ values: texts, nulls }) }),
    binary: () => {
      const values = cells.map(([vector, i]) => Buffer.from((Reflect.get(vector, 'values') as (Uint8Array | null)[])[i] ?? []))
      return new tcli.TColumn({ binaryVal: new tcli.TBinaryColumn({ values, nulls }) })
    },
  }
  writeStruct(new TBinaryProtocol(transport), columns[form]())
  return Buffer.concat(transport.output().chunks)
}

function encode(type: LogicalType, vectors: readonly ColumnVector[], context = PLAIN_TEXT): { ours: Buffer; thrifts: Buffer } {
  const { form } = wireTypeOf(type, HIGHEST_VERSION)
  const rows = vectors.reduce((sum, { length }) => sum + length, 0)
  return { ours: encodeColumns([{ type, form, vectors }], rows, context).bytes, thrifts: writtenByThrift(type, form, vectors, context) }
}

describe('wire/column-encoder', () => {
  const { schema, batch } = everyType()

  test.each(schema.columns.map((column, c) => [column.type.root, column.type, batch.columns[c] as ColumnVector] as const))(
    'writes %s byte for byte as Thrift does',
    (_root, type, vector) => {
      const { ours, thrifts } = encode(type, [vector])
      expect(ours.equals(thrifts)).toBe(true)
    },
  )

  test.each(schema.columns.map((column, c) => [column.type.root, column.type, batch.columns[c] as ColumnVector] as const))(
    'writes %s from several batches as from one',
    (_root, type, vector) => {
      const parts = [sliceVector(vector, 0, 1), sliceVector(vector, 1, 3), sliceVector(vector, 3, vector.length)]
      expect(encode(type, parts).ours.equals(encode(type, [vector]).ours)).toBe(true)
    },
  )

  test('writes a column without rows', () => {
    const { ours, thrifts } = encode({ root: 'BIGINT', nullable: true }, [])
    expect(ours.equals(thrifts)).toBe(true)
  })

  test('writes long and short texts in and out of ASCII', () => {
    const words = ['', 'a', 'x'.repeat(32), 'x'.repeat(33), 'ü', `${'y'.repeat(31)}ü`, '😀'.repeat(40), '\ud800', 'tab\t\0', null]
    const { ours, thrifts } = encode(STRING, [utf8(...words), utf8(...words.toReversed())])
    expect(ours.equals(thrifts)).toBe(true)
    expect(encode(STRING, [utf8ViewVector(words), utf8ViewVector(words.toReversed())]).ours.equals(thrifts)).toBe(true)
  })

  const int64s = fc.array(
    fc.oneof(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.bigInt({ min: -(2n ** 32n), max: 2n ** 32n }),
      fc.constantFrom(0n, -1n, 2n ** 31n - 1n, -(2n ** 31n), 2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n) + 1n),
    ),
    { minLength: 1 },
  )

  test('writes decimals of any size and scale', () => {
    fc.assert(
      fc.property(int64s, fc.nat({ max: 18 }), (values, scale) => {
        const type: LogicalType = { root: 'DECIMAL', nullable: true, precision: 18, scale }
        const vector = { layout: 'decimal64', length: values.length, values: BigInt64Array.from(values) } as const
        const { ours, thrifts } = encode(type, [vector, withNulls(vector, [0])])
        expect(ours.equals(thrifts)).toBe(true)
      }),
    )
  })

  test('writes amounts of money of every number of digits', () => {
    const edges = Array.from({ length: 10 }, (_, digits) => 10 ** digits).flatMap((power) => [power - 1, power, power + 1])
    const values = [0, 2 ** 31 - 1, ...edges.filter((value) => value < 2 ** 31)].flatMap((value) => [BigInt(value), BigInt(-value)])
    const type: LogicalType = { root: 'DECIMAL', nullable: true, precision: 18, scale: 2 }
    const { ours, thrifts } = encode(type, [{ layout: 'decimal64', length: values.length, values: BigInt64Array.from(values) }])
    expect(ours.equals(thrifts)).toBe(true)
  })

  test('writes timestamps of any size and unit, with and without a zone', () => {
    const zoned = { zone: localZone('America/New_York'), showsZone: false }
    fc.assert(
      fc.property(int64s, fc.constantFrom<TimeUnit>('s', 'ms', 'us', 'ns'), (values, unit) => {
        const sizes = unit === 's' ? values.map((value) => value % 10n ** 14n) : values
        const vector = { layout: 'timestamp64', unit, length: sizes.length, values: BigInt64Array.from(sizes) } as const
        for (const root of ['TIMESTAMP_WITHOUT_TIME_ZONE', 'TIMESTAMP_WITH_LOCAL_TIME_ZONE'] as const) {
          const type: LogicalType = { root, nullable: true, precision: 9 }
          const { ours, thrifts } = encode(type, [vector, withNulls(vector, [0])], zoned)
          expect(ours.equals(thrifts)).toBe(true)
        }
      }),
    )
  })

  test('writes days of more than four digits of years between others', () => {
    const days = [19_000n, 2_932_897n, 19_001n, -800_000n, 19_001n]
    const vector = { layout: 'timestamp64', unit: 's', length: 5, values: BigInt64Array.from(days, (day) => day * 86_400n) } as const
    const { ours, thrifts } = encode({ root: 'TIMESTAMP_WITHOUT_TIME_ZONE', nullable: true, precision: 0 }, [vector])
    expect(ours.equals(thrifts)).toBe(true)
  })

  test('reads no further than a vector is long', () => {
    const values = BigInt64Array.of(1n, 2n, 3n, 4n)
    const vector: ColumnVector = { layout: 'int64', length: 2, values }
    expect(
      encode({ root: 'BIGINT', nullable: true }, [vector]).ours.equals(encode({ root: 'BIGINT', nullable: true }, [int64(1n, 2n)]).ours),
    ).toBe(true)
  })

  test('refuses values that do not fit their type', () => {
    const column = { type: { root: 'BIGINT', nullable: true } as const, form: 'i64' as const, vectors: [utf8('x')] }
    expect(() => encodeColumns([column], 1, PLAIN_TEXT)).toThrow('A column of type BIGINT came as utf8 values.')
  })

  test('writes page after page into memory that was given back, and each page into its own', () => {
    const texts = Array.from({ length: 3_000 }, (_, i) => `a text of more than twelve bytes, ${i}`)
    const page = (from: string) => encodeColumns([{ type: STRING, form: 'text', vectors: [utf8(...texts, from)] }], 3_001, PLAIN_TEXT)
    const [first, second] = [page('first'), page('second')]
    expect(first.bytes.buffer).not.toBe(second.bytes.buffer)
    const { buffer } = first.bytes
    first.release()
    first.release()
    expect([page('third'), page('fourth')].map(({ bytes }) => bytes.buffer === buffer)).toEqual([true, false])
    expect(second.bytes.includes('second')).toBe(true)
  })

  test('keeps a null a null whatever stands at its place', () => {
    const vector = withNulls({ layout: 'date32', length: 2, values: Int32Array.of(7, 19_723) } as const, [0])
    const { ours } = encode({ root: 'DATE', nullable: true }, [vector])
    expect(ours.toString('latin1')).toContain('\0\0\0\0\0\0\0\n2024-01-01')
  })
})
