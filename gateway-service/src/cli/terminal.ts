import type { Clock } from '@sql-gateway/gateway-common'

/** What a command works with: its output and its surroundings. */
export interface Terminal {
  /** Writes a line to standard output. */
  say(line: string): void
  /** Writes a line to standard error. */
  complain(line: string): void
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  readonly clock: Clock
}

/** Waits on the clock. */
export async function pause(clock: Clock, delayMs: number): Promise<void> {
  await new Promise<void>((resolve) => clock.schedule(delayMs, resolve))
}
