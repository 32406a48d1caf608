/** Why a measurement cannot be made or may not be believed, in one sentence. */
export class BenchError extends Error {
  override readonly name = 'BenchError'
}
