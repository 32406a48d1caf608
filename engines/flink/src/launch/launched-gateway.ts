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
  /** Whether a gateway answers at the address it has now, within so many milliseconds at most. */
  readonly answers: (withinMs: number) => Promise<boolean>
  /** Called when a process ended, before the next one is started. */
  readonly onEnd: () => void
}

/** A process from its start to its end. */
interface Run {
  readonly process: GatewayProcess
  readonly port: number
  readonly startedAtMs: number
  /** Undefined until it answers. */
  answeredAtMs: number | undefined
  /** How it ended, once it has. */
  end: string | undefined
}

const ASK_AGAIN_MS = 200
/** After so long a time in which it could be asked the next end counts as the first. */
const STEADY_MS = 60_000

/** Starts it; it answers later. */
export function launchGateway(init: LaunchInit): LaunchedGateway {
  const { home, settings, folder, clock, logger } = init
  const note = createLeftoverNote(folder, logger)
  const stopped = new AbortController()
  let process: GatewayProcess | undefined
  let url: string | undefined
  let restart: Timer | undefined
  let wake: () => void = () => undefined
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
    if (stopped.signal.aborted) throw closed()
    const run = await begin().catch((err: unknown) => {
      if (stopped.signal.aborted) throw closed()
      logger.warn({ err, againAfterMs: startAgain() }, "Flink's gateway could not be started; it is tried again")
      throw unreachable("Flink's gateway could not be started; the log of this gateway tells why. It is tried again.")
    })
    await untilAnswers(run)
    logger.info({ pid: run.process.pid, port: run.port }, "Flink's gateway runs")
  }

  async function begin(): Promise<Run> {
    await note.clear()
    const port = await freePort()
    const started = await spawnGateway({ home, settings, folder, port, clock, logger })
    const run: Run = { process: started, port, startedAtMs: clock.monotonic(), answeredAtMs: undefined, end: undefined }
    process = started
    url = `http://127.0.0.1:${port}`
    void started.ended.then((how) => onEnd(run, how))
    if (started.pid !== undefined) {
      await note.write(started.pid, port).catch((err: unknown) => logger.warn({ err }, "The number of Flink's gateway could not be noted"))
    }
    return run
  }

  async function untilAnswers(run: Run): Promise<void> {
    for (;;) {
      // It was stopped meanwhile, and knew nothing of this one.
      if (stopped.signal.aborted) throw closed()
      const leftMs = run.startedAtMs + settings.startTimeoutMs - clock.monotonic()
      const isThere = leftMs > 0 && (await init.answers(leftMs))
      // What answers then is the next one.
      if (run.end !== undefined)
        throw unreachable(`Flink's gateway ${run.end} while it started; the log of this gateway holds what it wrote.`)
      if (isThere) break
      if (clock.monotonic() - run.startedAtMs >= settings.startTimeoutMs) {
        void run.process.stop()
        throw unreachable(`Flink's gateway did not answer within ${settings.startTimeoutMs} ms (start-timeout); it is started again.`)
      }
      await pause(clock, ASK_AGAIN_MS, stopped.signal)
    }
    run.answeredAtMs = clock.monotonic()
  }

  function onEnd(run: Run, how: string): void {
    run.end = how
    if (process === run.process) url = undefined
    if (stopped.signal.aborted) return
    init.onEnd()
    const { answeredAtMs } = run
    if (answeredAtMs !== undefined && clock.monotonic() - answeredAtMs >= STEADY_MS) delayMs = settings.restartDelayMs
    const againAfterMs = startAgain()
    void run.process.lastLines.then((lines) => {
      logger.warn({ how, againAfterMs, lastLines: lines.join('\n') }, "Flink's gateway ended; it is started again")
    })
  }

  /** Gives after how long. */
  function startAgain(): number {
    const afterMs = delayMs
    const due = Promise.withResolvers<void>()
    wake = due.resolve
    restart = clock.schedule(afterMs, wake)
    delayMs = Math.min(delayMs * 2, Math.max(settings.restartMaxDelayMs, settings.restartDelayMs))
    starting = due.promise.then(start)
    starting.catch(() => undefined)
    return afterMs
  }

  return {
    get url() {
      return url
    },
    ready: () => starting,
    stop: async () => {
      stopped.abort()
      restart?.cancel()
      // Who waits for the next start is told that there is none.
      wake()
      // A start under way makes a process still, and gives up then.
      await launching
      await process?.stop()
      await note.clear()
    },
  }
}

function closed(): GatewayError {
  return unreachable('The engine is closed.')
}

function unreachable(text: string): GatewayError {
  return gatewayError('ENGINE.UNREACHABLE', text)
}
