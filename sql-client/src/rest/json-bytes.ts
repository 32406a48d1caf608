/** Characters of JSON, as bytes. */
export const BYTE = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openArray: 0x5b,
  backslash: 0x5c,
  closeArray: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
  space: 0x20,
} as const

/** The place of the next byte that is no blank. */
export function skipBlanks(bytes: Uint8Array, at: number): number {
  let next = at
  while ((bytes[next] ?? 0x7f) <= BYTE.space) next++
  return next
}

/**
 * The end of a JSON value that begins at a place, which is not checked to be valid beyond its quotes and brackets.
 *
 * @returns the length of the bytes, or more, where the value has no end
 */
export function valueEnd(bytes: Uint8Array, at: number): number {
  const first = bytes[at]
  if (first === BYTE.quote) return stringEnd(bytes, at)
  if (first === BYTE.openArray || first === BYTE.openObject) return nestedEnd(bytes, at)
  return scalarEnd(bytes, at)
}

function scalarEnd(bytes: Uint8Array, from: number): number {
  let at = from
  for (; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === BYTE.comma || byte === BYTE.closeArray || byte === BYTE.closeObject || byte <= BYTE.space) break
  }
  return at
}

function stringEnd(bytes: Uint8Array, from: number): number {
  let at = from + 1
  for (; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === BYTE.backslash) at++
    else if (byte === BYTE.quote) return at + 1
  }
  return at
}

function nestedEnd(bytes: Uint8Array, from: number): number {
  let depth = 0
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === BYTE.quote) at = stringEnd(bytes, at) - 1
    else if (byte === BYTE.openArray || byte === BYTE.openObject) depth++
    else if ((byte === BYTE.closeArray || byte === BYTE.closeObject) && --depth === 0) return at + 1
  }
  return bytes.length
}

/**
 * Goes through the members of an object.
 *
 * @param at - of its opening bracket
 * @param visit - gets each key with the place of its value, and gives true to stop
 */
export function eachMember(bytes: Buffer, at: number, visit: (key: string, valueAt: number) => boolean): void {
  let next = skipBlanks(bytes, at + 1)
  while (bytes[next] === BYTE.quote) {
    const keyEnd = stringEnd(bytes, next)
    const key = String(JSON.parse(bytes.toString('utf8', next, keyEnd)))
    const valueAt = skipBlanks(bytes, skipBlanks(bytes, keyEnd) + 1)
    if (visit(key, valueAt)) return
    next = skipBlanks(bytes, valueEnd(bytes, valueAt))
    if (bytes[next] !== BYTE.comma) return
    next = skipBlanks(bytes, next + 1)
  }
}

/** Whether an array has nothing in it. */
export function isEmptyArray(bytes: Uint8Array, at: number): boolean {
  return bytes[skipBlanks(bytes, at + 1)] === BYTE.closeArray
}
