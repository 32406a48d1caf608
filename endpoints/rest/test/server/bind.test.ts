import { describe, expect, test } from '@jest/globals'
import { defaultSettings } from '@sql-gateway/gateway-common/testkit'
import { REST_OPTIONS, type RestSettings } from '../../src/options.js'
import { bindPlan, isLoopback, portsOf } from '../../src/server/bind.js'
import { runEndpoint } from '../running-endpoint.js'

const settings = (choices: Partial<RestSettings>): RestSettings => ({ ...defaultSettings<RestSettings>(REST_OPTIONS), ...choices })

describe('server/bind', () => {
  test.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost', 'a.localhost', 'LOCALHOST'])('%s is loopback', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  test.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', 'db.example', 'localhost.example', '', '::ffff:10.0.0.1'])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false)
  })

  test('an address that others reach is refused, unless an option says otherwise', () => {
    for (const choices of [{ address: '0.0.0.0' }, { bindAddress: '::' }, { bindAddress: 'db.example' }]) {
      expect(() => bindPlan(settings(choices))).toThrow(
        expect.objectContaining({ code: 'GATEWAY.START_FAILED', publicMessage: expect.stringContaining('allow-insecure-bind') }),
      )
      expect(() => bindPlan(settings({ ...choices, allowInsecureBind: true }))).not.toThrow()
    }
  })

  test('bind-address and bind-port go before address and port, and clients are told what leads there', () => {
    const plan = (choices: Partial<RestSettings>) => bindPlan(settings({ allowInsecureBind: true, ...choices }))
    expect(plan({})).toEqual({ host: '127.0.0.1', ports: [8083], advertisedHost: '127.0.0.1' })
    expect(plan({ address: 'db.example', bindAddress: '0.0.0.0' })).toMatchObject({ host: '0.0.0.0', advertisedHost: 'db.example' })
    expect(plan({ address: 'db.example', bindAddress: '127.0.0.2' })).toMatchObject({ host: '127.0.0.2', advertisedHost: '127.0.0.2' })
    expect(plan({ address: '0.0.0.0' })).toMatchObject({ host: '0.0.0.0', advertisedHost: '127.0.0.1' })
    expect(plan({ address: '::1' })).toMatchObject({ host: '::1', advertisedHost: '[::1]' })
    expect(plan({ bindPort: '9000-9002,9100' }).ports).toEqual([9000, 9001, 9002, 9100])
    expect(portsOf('8083')).toEqual([8083])
  })

  test('the first free port of a range is taken; where none is free the start fails and names them', async () => {
    await using first = await runEndpoint({})
    const range = `${first.port}-${first.port},0`
    await using second = await runEndpoint({}, { settings: { bindPort: range } })
    expect(second.port).not.toBe(first.port)
    await expect(runEndpoint({}, { settings: { port: first.port } })).rejects.toMatchObject({
      code: 'GATEWAY.START_FAILED',
      publicMessage: expect.stringContaining(String(first.port)),
    })
  })
})
