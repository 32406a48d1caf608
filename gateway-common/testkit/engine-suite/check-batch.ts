import type { ColumnVector, VectorLayout, VectorOf } from '../../src/result/column-vector.js'
import type { ResultSchema } from '../../src/result/result-schema.js'
import type { RowBatch } from '../../src/result/row-batch.js'
import { ROW_KINDS } from '../../src/result/row-kind.js'
import { INLINE_TEXT_BYTES } from '../../src/result/text-view.js'
import { LAYOUTS_OF_TYPE } from '../../src/result/vector-layouts.js'
import type { LogicalType } from '../../src/type/logical-type.js'
import { typeText } from '../../src/type/type-text.js'
import { expectEqual, expectThat } from '../conformance/expectations.js'

/** Fails unless a batch keeps the rules of RowBatch and ColumnVector and fits the schema, nested values included. */
export function checkBatch(schema: ResultSchema, batch: RowBatch): void {
  expectThat(Number.isInteger(batch.rowCount) && batch.rowCount > 0, `A batch holds ${batch.rowCount} rows; leave empty ones out.`)
  expectEqual(batch.columns.length, schema.columns.length, 'Columns of a batch against those of the schema')
  for (const [c, { name, type }] of schema.columns.entries()) {
    const vector = batch.columns[c] as ColumnVector
    expectEqual(vector.length, batch.rowCount, `Length of column '${name}'`)
    expectThat(type.nullable || vector.validity === undefined, `Column '${name}' is NOT NULL, but has a validity bitmap.`)
    checkVector(type, vector, `column '${name}'`)
  }
  if (batch.rowKinds === undefined) return
  expectEqual(batch.rowKinds.length, batch.rowCount, 'Number of row kinds')
  expectThat(
    batch.rowKinds.every((kind) => kind < ROW_KINDS.length),
    `A row kind is above ${ROW_KINDS.length - 1}.`,
  )
}

function checkVector(type: LogicalType, vector: ColumnVector, where: string): void {
  const allowed: readonly VectorLayout[] = LAYOUTS_OF_TYPE[type.root]
  expectThat(
    allowed.includes(vector.layout),
    `${where} of type ${typeText(type)} has layout ${vector.layout}; right is ${allowed.join(' or ')}.`,
  )
  checkValidity(vector, where)
  switch (vector.layout) {
    case 'null':
      return
    case 'list':
      checkSpans(vector, vector.elements.length, where)
      if ('elementType' in type) checkVector(type.elementType, vector.elements, `the elements of ${where}`)
      return
    case 'map':
      expectEqual(vector.entries.length, vector.keys.length, `Number of values against keys in ${where}`)
      checkSpans(vector, vector.keys.length, where)
      expectThat(vector.keys.validity === undefined, `The keys of ${where} may not be null, so they have no validity.`)
      if (type.root !== 'MAP') return
      checkVector(type.keyType, vector.keys, `the keys of ${where}`)
      checkVector(type.valueType, vector.entries, `the values of ${where}`)
      return
    case 'struct':
      if (type.root !== 'ROW') return
      expectEqual(vector.children.length, type.fields.length, `Number of fields in ${where}`)
      for (const [f, field] of type.fields.entries()) {
        const child = vector.children[f] as ColumnVector
        expectEqual(child.length, vector.length, `Length of field '${field.name}' of ${where}`)
        checkVector(field.type, child, `field '${field.name}' of ${where}`)
      }
      return
    case 'utf8view':
      checkViews(vector, where)
      return
    default: {
      const perValue = vector.layout === 'decimal128' ? 2 : 1
      expectEqual(vector.values.length, vector.length * perValue, `Number of entries in the values of ${where}`)
    }
  }
}

function checkValidity(vector: ColumnVector, where: string): void {
  if (vector.validity === undefined) return
  const bytes = Math.ceil(vector.length / 8)
  expectThat(vector.validity.length >= bytes, `The validity of ${where} has ${vector.validity.length} bytes for ${vector.length} values.`)
}

function checkViews({ views, buffers, length, ...vector }: VectorOf<'utf8view'>, where: string): void {
  expectEqual(views.length, length * 4, `Number of words in the views of ${where}`)
  for (let i = 0; i < length; i++) {
    const [size = 0, , buffer = 0, offset = 0] = views.subarray(i * 4, i * 4 + 4)
    const isNull = vector.validity !== undefined && ((vector.validity[i >> 3] ?? 0) & (1 << (i & 7))) === 0
    expectThat(!isNull || size === 0, `The view of the null ${i} of ${where} says ${size} bytes; a null has none.`)
    const fits = size <= INLINE_TEXT_BYTES ? size >= 0 : offset >= 0 && offset + size <= (buffers[buffer]?.length ?? 0)
    expectThat(fits, `The view of value ${i} of ${where} lies outside of its buffers.`)
  }
}

function checkSpans(
  vector: { readonly offsets: Int32Array; readonly sizes: Int32Array; readonly length: number },
  end: number,
  where: string,
): void {
  expectEqual([vector.offsets.length, vector.sizes.length], [vector.length, vector.length], `Number of offsets and sizes in ${where}`)
  const fits = vector.sizes.every(
    (size, i) => size === 0 || (size > 0 && (vector.offsets[i] as number) >= 0 && (vector.offsets[i] as number) + size <= end),
  )
  expectThat(fits, `A value of ${where} lies outside of its ${end} elements.`)
}
