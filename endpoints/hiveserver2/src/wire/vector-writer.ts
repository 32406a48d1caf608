import type { WireBytes } from './page-memory.js'

/** Writes the values of one vector one after the other. */
export interface VectorWriter {
  /** Room that has to be there. */
  readonly maxBytes: number
  /** Gives the place after the last value. */
  put(out: WireBytes, at: number): number
}
