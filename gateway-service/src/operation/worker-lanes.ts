/** A claim for a worker. */
export interface WorkerTicket {
  /** Resolves when the worker is granted, or never once the ticket is given up; absent where it was granted at once. */
  readonly granted: Promise<void> | undefined
  /** Gives the worker back, or the claim up. Repeat calls do nothing. */
  release(): void
}

/**
 * Decides how many statements run at once: as a whole, and for each engine by its own limit. Each engine is a lane
 * with its own line of waiting statements, so that a full engine holds up no other; free workers go round the lanes.
 */
export interface WorkerLanes {
  /** @param lane - name of the engine instance */
  request(lane: string): WorkerTicket
  /** Whether a request would be granted at once. */
  hasFreeWorker(lane: string): boolean
  readonly runningCount: number
}

interface Lane {
  readonly limit: number
  running: number
  readonly waiting: Set<() => void>
}

/** @param laneLimits - how many statements each engine runs at once, by name */
export function createWorkerLanes(maxWorkers: number, laneLimits: ReadonlyMap<string, number>): WorkerLanes {
  const lanes = new Map<string, Lane>()
  for (const [name, limit] of laneLimits) lanes.set(name, { limit, running: 0, waiting: new Set() })
  let running = 0

  const hasFree = (lane: Lane): boolean => running < maxWorkers && lane.running < lane.limit

  function laneOf(name: string): Lane {
    const lane = lanes.get(name)
    if (lane === undefined) throw new TypeError(`no lane ${name}`)
    return lane
  }

  function take(lane: Lane): void {
    running++
    lane.running++
  }

  /** Grants free workers, one a lane and round; a lane that got one goes to the end of the line. */
  function dispatch(): void {
    for (let granted = true; granted && running < maxWorkers; ) {
      granted = false
      for (const [name, lane] of [...lanes]) {
        const [grant] = lane.waiting
        if (grant === undefined || !hasFree(lane)) continue
        lane.waiting.delete(grant)
        lanes.delete(name)
        lanes.set(name, lane)
        take(lane)
        grant()
        granted = true
      }
    }
  }

  return {
    get runningCount() {
      return running
    },
    hasFreeWorker: (name) => {
      const lane = laneOf(name)
      return lane.waiting.size === 0 && hasFree(lane)
    },
    request: (name) => {
      const lane = laneOf(name)
      const wait = lane.waiting.size > 0 || !hasFree(lane) ? Promise.withResolvers<void>() : undefined
      if (wait === undefined) take(lane)
      else lane.waiting.add(wait.resolve)
      let released = false
      return {
        granted: wait?.promise,
        release: () => {
          if (released) return
          released = true
          if (wait !== undefined && lane.waiting.delete(wait.resolve)) return
          running--
          lane.running--
          dispatch()
        },
      }
    },
  }
}
