/** How gateways begin a row without blanks: nearly all rows there are. Ours and Flink's write the kind first. */
const HEAD = '{"kind":"INSERT","fields":['

/** The length of the beginning, in bytes. */
export const INSERT_HEAD_LENGTH = HEAD.length

const LITTLE_ENDIAN = true
const expected = new DataView(Uint8Array.from(HEAD, (character) => character.charCodeAt(0)).buffer)
const word = (at: number): number => expected.getInt32(at, LITTLE_ENDIAN)
const LAST_WORD = HEAD.length - 4
const [W0, W4, W8, W12, W16, W20, W23] = [word(0), word(4), word(8), word(12), word(16), word(20), word(LAST_WORD)]

/**
 * Whether a row of kind INSERT begins at a place, as gateways write it. Four bytes are compared at a time: it is done for each row.
 *
 * @param at - with {@link INSERT_HEAD_LENGTH} bytes behind it
 */
export function isInsertHead(bytes: DataView, at: number): boolean {
  return (
    bytes.getInt32(at, LITTLE_ENDIAN) === W0 &&
    bytes.getInt32(at + 4, LITTLE_ENDIAN) === W4 &&
    bytes.getInt32(at + 8, LITTLE_ENDIAN) === W8 &&
    bytes.getInt32(at + 12, LITTLE_ENDIAN) === W12 &&
    bytes.getInt32(at + 16, LITTLE_ENDIAN) === W16 &&
    bytes.getInt32(at + 20, LITTLE_ENDIAN) === W20 &&
    bytes.getInt32(at + LAST_WORD, LITTLE_ENDIAN) === W23
  )
}
