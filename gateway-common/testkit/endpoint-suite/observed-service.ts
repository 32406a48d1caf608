import { type GatewayError, gatewayError } from '../../src/error/gateway-error.js'
import type { OperationInfo } from '../../src/operation/operation-info.js'
import type { OperationStatus } from '../../src/operation/operation-status.js'
import type { SqlGatewayService } from '../../src/service/sql-gateway-service.js'
import type { SessionEnvironment } from '../../src/session/session-environment.js'

/** A service seen from outside, between an endpoint and the real one. */
export interface ObservedService {
  /** What the endpoint is given. */
  readonly service: SqlGatewayService
  /** The environments of all sessions opened. */
  readonly opened: readonly SessionEnvironment[]
  /** Calls that have not settled, by name. */
  callsUnderWay(): readonly string[]
  /** Resolves as soon as another call begins. */
  nextCall(): Promise<void>
  /** Resolves as soon as another call settles. */
  nextSettled(): Promise<void>
  /** Resolves as soon as no call is under way. */
  whenQuiet(): Promise<void>
  /** Shows every operation in this status from now on; `undefined` ends it. */
  showStatus(status: OperationStatus | undefined): void
  /** Makes every call that begins from now on reject; `undefined` ends it. */
  failWith(error: GatewayError | undefined): void
}

const STATUS_ERRORS: Partial<Record<OperationStatus, GatewayError>> = {
  ERROR: gatewayError('STATEMENT.DATA', 'Division by zero.'),
  TIMEOUT: gatewayError('OPERATION.TIMEOUT', 'The statement ran for too long.'),
  CANCELED: gatewayError('OPERATION.CANCELED', 'The operation was canceled.'),
}

/** Stands between an endpoint and a service. */
export function observeService(target: SqlGatewayService): ObservedService {
  const opened: SessionEnvironment[] = []
  const underWay: string[] = []
  let waiters: (() => void)[] = []
  let nextCall = Promise.withResolvers<void>()
  let nextSettled = Promise.withResolvers<void>()
  let shownStatus: OperationStatus | undefined
  let failure: GatewayError | undefined

  function restate(answer: unknown): unknown {
    if (shownStatus === undefined || !isOperationInfo(answer)) return answer
    const { error: _, ...rest } = answer
    const error = STATUS_ERRORS[shownStatus]
    return error === undefined ? { ...rest, status: shownStatus } : { ...rest, status: shownStatus, error }
  }

  async function call(name: string, work: () => Promise<unknown>): Promise<unknown> {
    if (failure !== undefined) throw failure
    underWay.push(name)
    nextCall.resolve()
    nextCall = Promise.withResolvers<void>()
    try {
      return restate(await work())
    } finally {
      underWay.splice(underWay.indexOf(name), 1)
      nextSettled.resolve()
      nextSettled = Promise.withResolvers<void>()
      if (underWay.length === 0) {
        for (const wake of waiters) wake()
        waiters = []
      }
    }
  }

  const service = new Proxy(target, {
    get: (_, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: readonly unknown[]) => {
        if (name === 'openSession') opened.push(args[0] as SessionEnvironment)
        return call(String(name), () => Reflect.apply(member, target, args) as Promise<unknown>)
      }
    },
  })
  return {
    service,
    opened,
    callsUnderWay: () => [...underWay],
    nextCall: () => nextCall.promise,
    nextSettled: () => nextSettled.promise,
    whenQuiet: () => new Promise((resolve) => (underWay.length === 0 ? resolve() : waiters.push(resolve))),
    showStatus: (status) => {
      shownStatus = status
    },
    failWith: (error) => {
      failure = error
    },
  }
}

function isOperationInfo(value: unknown): value is OperationInfo {
  return typeof value === 'object' && value !== null && 'status' in value && 'submittedAtMs' in value
}
