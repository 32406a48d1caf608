import { describe, expect, test } from '@jest/globals'
import { createHostGuard, type RequestSource } from '../../src/http/host-guard.js'

const LOCAL = { address: '127.0.0.1', bindAddress: undefined, allowedHosts: [], allowOrigin: [] }
const from = (source: Partial<RequestSource>): RequestSource => ({
  host: '127.0.0.1:8083',
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  ...source,
})
const FORBIDDEN = expect.objectContaining({ code: 'REQUEST.FORBIDDEN' })

describe('http/host-guard', () => {
  test.each([
    '127.0.0.1',
    '127.0.0.1:8083',
    'localhost',
    'LOCALHOST:1',
    'localhost.:80',
    'app.localhost',
    '[::1]:8083',
    '10.1.2.3:80',
    '[fe80::1]',
  ])('the host %s is let in', (host) => {
    expect(createHostGuard(LOCAL).check(from({ host }))).toBeUndefined()
  })

  test.each(['evil.example', 'evil.example:8083', 'localhost.evil.example', '127.0.0.1.evil.example', '', '[::1', 'x'.repeat(5000)])(
    'the host %s is refused',
    (host) => {
      expect(() => createHostGuard(LOCAL).check(from({ host }))).toThrow(FORBIDDEN)
    },
  )

  test('names of the gateway are let in: address, bind-address and allowed-hosts', () => {
    const guard = createHostGuard({ ...LOCAL, address: 'db.example', bindAddress: 'in.example', allowedHosts: ['Proxy.Example'] })
    for (const host of ['db.example:8083', 'in.example', 'proxy.example']) expect(guard.check(from({ host }))).toBeUndefined()
    expect(() => guard.check(from({ host: 'other.example' }))).toThrow(FORBIDDEN)
    expect(createHostGuard({ ...LOCAL, allowedHosts: ['*'] }).check(from({ host: 'any.example' }))).toBeUndefined()
  })

  test('a host that was let in does not open the door for another', () => {
    const guard = createHostGuard(LOCAL)
    guard.check(from({ host: 'localhost' }))
    expect(() => guard.check(from({ host: 'evil.example' }))).toThrow(FORBIDDEN)
    expect(() => guard.check(from({ host: 'evil.example' }))).toThrow(FORBIDDEN)
  })

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:9999', 'http://localhost:8083', 'file://'])(
    'pages of %s are refused',
    (origin) => {
      expect(() => createHostGuard(LOCAL).check(from({ origin }))).toThrow(FORBIDDEN)
    },
  )

  test('pages of the gateway itself are let in, without CORS', () => {
    expect(createHostGuard(LOCAL).check(from({ origin: 'http://127.0.0.1:8083' }))).toBeUndefined()
  })

  test('pages of allowed origins are let in, and the origin is what the answer names', () => {
    const guard = createHostGuard({ ...LOCAL, allowOrigin: ['https://console.example/'] })
    expect(guard.check(from({ origin: 'https://console.example' }))).toBe('https://console.example')
    expect(() => guard.check(from({ origin: 'https://other.example' }))).toThrow(FORBIDDEN)
    expect(createHostGuard({ ...LOCAL, allowOrigin: ['*'] }).check(from({ origin: 'https://any.example' }))).toBe('*')
  })

  test('what a foreign page embeds is refused, what a person follows is let in', () => {
    const guard = createHostGuard(LOCAL)
    expect(() => guard.check(from({ fetchSite: 'cross-site', fetchMode: 'no-cors' }))).toThrow(FORBIDDEN)
    expect(guard.check(from({ fetchSite: 'cross-site', fetchMode: 'navigate' }))).toBeUndefined()
    expect(guard.check(from({ fetchSite: 'same-origin', fetchMode: 'cors' }))).toBeUndefined()
  })
})
