import { SYSTEM_CLOCK } from '../../src/clock.js'
import { ANONYMOUS } from '../../src/principal.js'
import type { ListRequest } from '../../src/service/admin-api.js'
import type { SqlGatewayService } from '../../src/service/sql-gateway-service.js'
import { expectEqual } from '../conformance/expectations.js'
import type { ObservedService } from './observed-service.js'

const LEFT_SESSIONS = 'Number of sessions that the service still holds after their clients were done with them'
/** Far more than a case opens. */
const ALL: ListRequest = { offset: 0, limit: 1000 }

/**
 * Fails unless the service comes to hold no operation, and no session either where that is asked for. An endpoint may
 * close what its client closed a moment after the client got its answer.
 *
 * @param withinMs - how long that moment may be
 */
export async function expectReleased(
  service: SqlGatewayService,
  observed: ObservedService,
  sessionsToo: boolean,
  withinMs: number,
): Promise<void> {
  const late = Promise.withResolvers<void>()
  let isLate = false
  const timer = SYSTEM_CLOCK.schedule(withinMs, () => {
    isLate = true
    late.resolve()
  })
  try {
    for (;;) {
      const settled = observed.nextSettled()
      const operations = await service.listOperations(ANONYMOUS, ALL)
      const sessions = await service.listSessions(ANONYMOUS, ALL)
      if (operations.total === 0 && (!sessionsToo || sessions.total === 0)) return
      if (isLate) {
        if (sessionsToo) expectEqual(sessions.total, 0, LEFT_SESSIONS)
        const statements = operations.items.map(({ statement }) => statement)
        expectEqual(statements, [], 'Operations that the service still holds after the client was done with them')
      }
      await Promise.race([settled, late.promise])
    }
  } finally {
    timer.cancel()
  }
}
