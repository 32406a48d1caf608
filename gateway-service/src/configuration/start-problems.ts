import { gatewayError } from '@sql-gateway/gateway-common'

/** Collects everything that keeps the gateway from starting, so that it can be told at once. */
export interface StartProblems {
  /** Notes a problem: whole sentences that say what is wrong, where, and what is valid. */
  add(problem: string): void
  readonly all: readonly string[]
  /**
   * Ends the start if anything was noted.
   *
   * @throws {GatewayError} GATEWAY.START_FAILED — the text holds every problem, one in a line
   */
  throwIfAny(): void
}

/** Makes an empty collection. */
export function createStartProblems(): StartProblems {
  const all: string[] = []
  return {
    all,
    add: (problem) => {
      if (!all.includes(problem)) all.push(problem)
    },
    throwIfAny: () => {
      if (all.length === 0) return
      if (all.length === 1) throw gatewayError('GATEWAY.START_FAILED', all[0] ?? '')
      const lines = all.map((problem) => `  - ${problem.replaceAll('\n', '\n    ')}`)
      throw gatewayError('GATEWAY.START_FAILED', [`${all.length} things are wrong:`, ...lines].join('\n'))
    },
  }
}
