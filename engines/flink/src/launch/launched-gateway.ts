import { type Clock, type GatewayError, gatewayError, type Logger, type Timer } from '@sql-gateway/gateway-common'
import type { FlinkSettings } from '../options.js'
import { pause } from '../rest/retry.js'
import { freePort } from './free-port.js'
import { createLeftoverNote } from './leftover.js'
import { type GatewayProcess, spawnGateway } from './spawn-gateway.js'

/** A gateway of Flink that is started with ours, started again when it ends, and stopped with ours. */
export interface LaunchedGateway {
  /** Its address while a process runs, whether or not that answers yet. */
  readonly url: string | undefined
  /**
   * Resolves once it answers.
   *
   * @throws {GatewayError} ENGINE.UNREACHABLE — the start under way failed, or it is stopped; it is tried again later
   */
  ready(): Promise<void>
  /** Ends it for good. Never rejects. */
  stop(): Promise<void>
}

/** What it is made of. */
export interface LaunchInit {
  readonly home: string
  readonly settings: FlinkSettings
  readonly folder: string
  readonly clock: Clock
  readonly logger: Logger
  /** Whether a gateway answers at the address it has now. */
  readonly answers: () => Promise<boolean>
  /** Called when a process ended, before the next one is started. */
  readonly onEnd: () => void
}

const ASK_AGAIN_MS = 200
/** After so long a run the next end counts as the first. */
const STEADY_MS = 60_000

/** Starts it; it answers later. */
export function launchGateway(init: LaunchInit): LaunchedGateway {
  const { home, settings, folder, clock, logger } = init
  const note = createLeftoverNote(folder, logger)
  const stopped = new AbortController()
  let process: GatewayProcess | undefined
  let url: string | undefined
  let restart: Timer | undefined
  let delayMs = settings.restartDelayMs
  /** The last start, whether it succeeded or not. */
  let launching: Promise<unknown>
  let starting = start()

  function start(): Promise<void> {
    const attempt = launch()
    // Who waits for it gets the failure; nobody may.
    launching = attempt.catch(() => undefined)
    return attempt
  }

  async function launch(): Promise<void> {
    await note.clear()
    if (stopped.signal.aborted) throw unreachable('The engine is closed.')
    const port = await freePort()
    const started = await spawnGateway({ home, settings, folder, port, clock, logger })
    process = started
    // It was stopped meanwhile, and knew nothing of this one.
    if (stopped.signal.aborted) throw unreachable('The engine is closed.')
    url = `http://127.0.0.1:${port}`
    if (started.pid !== undefined) await note.write(started.pid, port)
    const startedAtMs = clock.monotonic()
    void started.ended.then((how) => onEnd(started, how, startedAtMs))
    await untilAnswers(started, startedAtMs)
    logger.info({ pid: started.pid, port }, "Flink's gateway runs")
  }

  async function untilAnswers(started: GatewayProcess, startedAtMs: number): Promise<void> {
    let end: string | undefined
    void started.ended.then((how) => {
      end = how
    })
    while (!(await init.answers())) {
      if (end !== undefined) throw unreachable(`Flink's gateway ${end} while it started; the log of this gateway holds what it wrote.`)
      if (clock.monotonic() - startedAtMs >= settings.startTimeoutMs) {
        void started.stop()
        throw unreachable(`Flink's gateway did not answer within ${settings.startTimeoutMs} ms (start-timeout); it is started again.`)
      }
      await pause(clock, ASK_AGAIN_MS, stopped.signal)
      if (stopped.signal.aborted) throw unreachable('The engine is closed.')
    }
  }

  function onEnd(ended: GatewayProcess, how: string, startedAtMs: number): void {
    if (process === ended) url = undefined
    if (stopped.signal.aborted) return
    init.onEnd()
    if (clock.monotonic() - startedAtMs >= STEADY_MS) delayMs = settings.restartDelayMs
    logger.warn({ how, againAfterMs: delayMs, lastLines: ended.lastLines().join('\n') }, "Flink's gateway ended; it is started again")
    const due = Promise.withResolvers<void>()
    restart = clock.schedule(delayMs, due.resolve)
    delayMs = Math.min(delayMs * 2, settings.restartMaxDelayMs)
    starting = due.promise.then(start)
    starting.catch(() => undefined)
  }

  return {
    get url() {
      return url
    },
    ready: () => starting,
    stop: async () => {
      stopped.abort()
      restart?.cancel()
      // A start under way makes a process still, and gives up then.
      await launching
      await process?.stop()
      await note.clear()
    },
  }
}

function unreachable(text: string): GatewayError {
  return gatewayError('ENGINE.UNREACHABLE', text)
}
