import { type Clock, type Logger, type SessionProperties, type Timer, withinLimit } from '@sql-gateway/gateway-common'
import { signOf } from '../error/upstream-error.js'
import type { FlinkRest, UpstreamOperation } from '../rest/flink-rest.js'
import { failureOf } from '../rest/http-client.js'
import { createSlots } from '../slots.js'
import { noteGone, type UpstreamSession } from './upstream-session.js'

/** All sessions that the engine has at Flink's gateway, with what is closed there in the background. */
export interface UpstreamSessions {
  /** @throws {GatewayError} ENGINE.UNREACHABLE, ENGINE.OUT_OF_RESOURCES */
  open(properties: SessionProperties, signal?: AbortSignal): Promise<UpstreamSession>
  /** Closes a session, or with the end of its last operation. */
  release(session: UpstreamSession): void
  /** Notes that an operation of a session began. */
  begin(session: UpstreamSession): void
  /** Closes an operation, and the session with it where it was released. Resolves when Flink has answered; never rejects. */
  end(session: UpstreamSession, operation: UpstreamOperation | undefined): Promise<void>
  /** How many there are. */
  readonly count: number
  /** Closes all, and waits for the answers as long as it is allowed to. */
  close(withinMs: number): Promise<void>
}

/** What it is made of. */
export interface UpstreamSessionsInit {
  readonly rest: FlinkRest
  readonly clock: Clock
  readonly logger: Logger
  readonly heartbeatIntervalMs: number
  /** Called at each beat, for what else grows old. */
  readonly onBeat: () => void
}

/** So many heartbeats are under way at once. */
const PARALLEL_BEATS = 16

/** Makes it without sessions. One timer beats for all. */
export function createUpstreamSessions({ rest, clock, logger, heartbeatIntervalMs, onBeat }: UpstreamSessionsInit): UpstreamSessions {
  const sessions = new Set<UpstreamSession>()
  const closing = createSlots<Promise<void>>()
  let isClosed = false
  let timer: Timer = clock.schedule(heartbeatIntervalMs, beat)

  function inBackground(work: Promise<void>, what: 'session' | 'operation'): Promise<void> {
    const quiet = work.catch((err: unknown) => logger.debug({ err, what }, 'What is of no use any more could not be closed at Flink'))
    const slot = closing.add(quiet)
    void quiet.then(() => closing.delete(slot))
    return quiet
  }

  function drop(session: UpstreamSession): void {
    if (!sessions.delete(session) || session.isGone) return
    void inBackground(rest.closeSession(session.handle), 'session')
  }

  function beat(): void {
    const due = [...sessions].filter(({ lastUsedMs }) => clock.monotonic() - lastUsedMs >= heartbeatIntervalMs / 2)
    onBeat()
    void beatAll(due).finally(() => {
      if (!isClosed) timer = clock.schedule(heartbeatIntervalMs, beat)
    })
  }

  async function beatAll(due: UpstreamSession[]): Promise<void> {
    const lane = async (): Promise<void> => {
      for (let session = due.pop(); session !== undefined && !isClosed; session = due.pop()) {
        // A gateway that is not there takes none of the others either.
        if (!(await beatOne(session))) due.length = 0
      }
    }
    await Promise.all(Array.from({ length: PARALLEL_BEATS }, lane))
  }

  /** Gives whether Flink answered. */
  async function beatOne(session: UpstreamSession): Promise<boolean> {
    try {
      await rest.heartbeat(session.handle)
      return true
    } catch (err) {
      if (signOf(err) === 'session-gone') noteGone(session)
      logger.debug({ err }, 'A session of Flink did not take a heartbeat')
      return failureOf(err) === undefined
    }
  }

  return {
    get count() {
      return sessions.size
    },
    open: async (properties, signal) => {
      const handle = await rest.openSession(properties, signal)
      const session: UpstreamSession = {
        handle,
        lastUsedMs: clock.monotonic(),
        operations: 0,
        isReleased: false,
        isLost: false,
        isGone: false,
      }
      sessions.add(session)
      return session
    },
    release: (session) => {
      session.isReleased = true
      if (session.operations === 0) drop(session)
    },
    begin: (session) => {
      session.operations++
      session.lastUsedMs = clock.monotonic()
    },
    end: async (session, operation) => {
      session.lastUsedMs = clock.monotonic()
      if (operation !== undefined && !session.isGone) {
        await inBackground(rest.closeOperation(operation), 'operation')
      }
      session.operations--
      if (session.isReleased && session.operations === 0) drop(session)
    },
    close: async (withinMs) => {
      isClosed = true
      timer.cancel()
      for (const session of sessions) drop(session)
      await withinLimit(Promise.all(closing), withinMs, clock)
    },
  }
}
