/** Why a foreign peer cannot be had or run, in one sentence that names what is missing; commands print it without a stack. */
export class PeerError extends Error {
  override readonly name = 'PeerError'
}
