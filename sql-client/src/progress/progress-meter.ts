import type { Clock, Timer } from '@sql-gateway/gateway-common'
import { progressLine } from './progress-line.js'

/** What shows that a statement is under way. */
export interface ProgressMeter extends Disposable {
  /** Says how many rows have come. */
  rows(count: number): void
  /** Removes the line for good; repeat calls do nothing. */
  end(): void
}

/** What a meter works with. */
export interface ProgressInit {
  readonly clock: Clock
  /** Shows a line, or removes it. */
  readonly show: (line: string | undefined) => void
  /** Asks how far the statement is, from 0 to 1; undefined where nobody knows. Never rejects. */
  readonly share: () => Promise<number | undefined>
}

/** Most statements are faster; a line that comes and goes would only flicker. */
const FIRST_MS = 500
const REFRESH_MS = 100
const ASK_MS = 500

/** Begins to measure now. */
export function startProgress({ clock, show, share }: ProgressInit): ProgressMeter {
  const startedAtMs = clock.monotonic()
  let [rowCount, askedAtMs, isShown]: [number, number, boolean] = [0, 0, false]
  let known: number | undefined
  let isAsking = false
  let timer: Timer | undefined = clock.schedule(FIRST_MS, tick)

  function tick(): void {
    const now = clock.monotonic()
    if (!isAsking && now - askedAtMs >= ASK_MS) {
      isAsking = true
      askedAtMs = now
      void share().then((value) => {
        known = value
        isAsking = false
      })
    }
    isShown = true
    show(progressLine({ elapsedMs: now - startedAtMs, share: known, rowCount }))
    timer = clock.schedule(REFRESH_MS, tick)
  }

  const end = (): void => {
    timer?.cancel()
    timer = undefined
    if (isShown) show(undefined)
    isShown = false
  }
  return {
    rows: (count) => {
      rowCount = count
    },
    end,
    [Symbol.dispose]: end,
  }
}
