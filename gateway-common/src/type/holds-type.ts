import type { LogicalType } from './logical-type.js'

/** Whether a type, or one that it is made of, passes a test. */
export function holdsType(type: LogicalType, test: (type: LogicalType) => boolean): boolean {
  if (test(type)) return true
  switch (type.root) {
    case 'ARRAY':
    case 'MULTISET':
      return holdsType(type.elementType, test)
    case 'MAP':
      return holdsType(type.keyType, test) || holdsType(type.valueType, test)
    case 'ROW':
      return type.fields.some((field) => holdsType(field.type, test))
    default:
      return false
  }
}
