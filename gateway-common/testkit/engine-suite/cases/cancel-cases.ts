import { expectEqual, expectRejection, expectThat } from '../../conformance/expectations.js'
import type { EngineCase } from '../engine-case.js'
import type { EngineProbe, ProbeSession } from '../engine-probe.js'

/** Telling statements to stop. */
export const CANCEL_CASES: readonly EngineCase[] = [
  {
    id: 'cancel/before',
    fact: 'a statement whose signal is aborted already rejects, and the session goes on',
    needs: 'CANCEL',
    check: async (probe) => {
      const session = await probe.open()
      const sql = probe.dialect.slow
      await expectRejection(session.execute(sql, { signal: AbortSignal.abort() }), `${sql}, with a signal that is aborted`)
      await expectWorks(probe, session)
    },
    without: async (probe) => expectWorks(probe, await probe.open()),
  },
  {
    id: 'cancel/while',
    fact: 'a running statement rejects once its signal is aborted, and the session goes on',
    needs: 'CANCEL',
    check: async (probe) => {
      const session = await probe.open()
      const abort = new AbortController()
      const { settled } = await session.startSlow(abort.signal)
      abort.abort()
      expectEqual((await settled).status, 'rejected', `${probe.dialect.slow}, told to stop`)
      await expectWorks(probe, session)
    },
    without: async (probe) => expectWorks(probe, await probe.open()),
  },
  {
    id: 'cancel/at-once',
    fact: 'a statement told to stop in the same turn in which it was started rejects',
    needs: 'CANCEL',
    check: async (probe) => {
      const session = await probe.open()
      const abort = new AbortController()
      const execution = expectRejection(session.execute(probe.dialect.slow, { signal: abort.signal }), probe.dialect.slow)
      abort.abort()
      await execution
      await expectWorks(probe, session)
    },
    without: async (probe) => expectWorks(probe, await probe.open()),
  },
  {
    id: 'cancel/over-and-over',
    fact: 'statements are stopped one after the other on one session',
    needs: 'CANCEL',
    check: async (probe) => {
      const session = await probe.open()
      for (let round = 0; round < 5; round++) {
        const abort = new AbortController()
        const { settled } = await session.startSlow(abort.signal)
        abort.abort()
        expectEqual((await settled).status, 'rejected', `${probe.dialect.slow}, told to stop in round ${round + 1}`)
      }
      await expectWorks(probe, session)
    },
    without: async (probe) => expectWorks(probe, await probe.open()),
  },
  {
    id: 'cancel/after',
    fact: 'aborting the signal of a statement that ended does the session no harm',
    check: async (probe) => {
      const session = await probe.open()
      const abort = new AbortController()
      await session.query(probe.dialect.rows(3), { signal: abort.signal })
      abort.abort()
      await expectWorks(probe, session)
    },
  },
  {
    id: 'cancel/one-of-two',
    fact: 'stopping the statement of one session leaves that of another alone',
    needs: 'CANCEL',
    check: async (probe) => {
      const [one, other] = [await probe.open(), await probe.open()]
      const [abortOne, abortOther] = [new AbortController(), new AbortController()]
      const stopped = await one.startSlow(abortOne.signal)
      const running = await other.startSlow(abortOther.signal)
      let otherEnded = false
      running.settled.then(() => {
        otherEnded = true
      })
      abortOne.abort()
      await stopped.settled
      await expectWorks(probe, one)
      expectThat(!otherEnded, 'The statement of the other session ended too.')
      abortOther.abort()
      await running.settled
    },
    without: async (probe) => expectWorks(probe, await probe.open()),
  },
  {
    id: 'cancel/result-while-it-grows',
    fact: 'a result that nobody reads to the end is closed without waiting for the end',
    needs: 'STREAMING',
    check: async (probe) => {
      const { stream } = probe.dialect
      expectThat(stream !== undefined, 'The engine has STREAMING, but the dialect gives no stream.')
      const session = await probe.open()
      await (await session.execute(stream)).rows.close()
      await expectWorks(probe, session)
    },
    without: async (probe) => {
      const session = await probe.open()
      await (await session.execute(probe.dialect.rows(100_000))).rows.close()
      await expectWorks(probe, session)
    },
  },
  {
    id: 'progress/reports',
    fact: 'a running statement says how far it is, as a part between 0 and 1',
    needs: 'PROGRESS',
    check: async (probe) => {
      const session = await probe.open()
      const abort = new AbortController()
      const { settled } = await session.startSlow(abort.signal)
      await session.firstProgress
      abort.abort()
      await settled
      for (const { fraction } of session.progress) {
        expectThat(
          fraction === undefined || (fraction >= 0 && fraction <= 1),
          `Progress of ${fraction} was reported; it lies between 0 and 1.`,
        )
      }
    },
    without: async (probe) => {
      const session = await probe.open()
      await session.query(probe.dialect.rows(1000))
      expectEqual([...session.progress], [], 'Reports of progress from an engine that lacks PROGRESS')
    },
  },
]

async function expectWorks(probe: EngineProbe, session: ProbeSession): Promise<void> {
  expectEqual((await session.query(probe.dialect.rows(2))).rows.length, 2, 'Rows of the next statement in the session')
}
