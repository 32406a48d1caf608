import { describe, expect, test } from '@jest/globals'
import { checkRequest, readBasic } from '../../src/transport/http-guard.js'

const RULES = { path: 'cliservice', hostNames: ['gateway.example'] }
const HOST = { host: 'localhost:10000' }
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

describe('transport/http-guard', () => {
  test.each(['/cliservice', '/cliservice/', '/cliservice/x', '/cliservice?doAs=me'])('lets POST %s through', (url) => {
    expect(checkRequest('POST', url, HOST, RULES)).toBeUndefined()
  })

  test.each([
    ['POST', '/', 404],
    ['POST', '/cliservices', 404],
    ['POST', undefined, 404],
    ['GET', '/cliservice', 405],
    ['OPTIONS', '/cliservice/', 405],
  ])('answers %s %s with %d', (method, url, status) => {
    expect(checkRequest(method, url, HOST, RULES)?.status).toBe(status)
  })

  test.each(['127.0.0.1', '127.0.0.1:1', '[::1]:10000', 'localhost', 'x.localhost', 'gateway.example:10000', 'GATEWAY.example'])(
    'knows %s for this server',
    (host) => {
      expect(checkRequest('POST', '/cliservice', { host }, RULES)).toBeUndefined()
    },
  )

  test.each(['evil.test', 'localhost.evil.test', '127.0.0.1.evil.test', '', undefined])('does not know %s', (host) => {
    expect(checkRequest('POST', '/cliservice', host === undefined ? {} : { host }, RULES)?.status).toBe(403)
  })

  test('lets any name through where others may connect anyway', () => {
    expect(checkRequest('POST', '/cliservice', { host: 'any.test' }, { path: 'cliservice' })).toBeUndefined()
  })

  test('refuses web pages, its own origin included', () => {
    expect(checkRequest('POST', '/cliservice', { ...HOST, origin: 'http://localhost:10000' }, RULES)?.status).toBe(403)
  })

  test('reads Basic credentials and takes none for anybody', () => {
    expect(readBasic(undefined)).toBeUndefined()
    expect(readBasic(basic('me:se:cret'))).toEqual({ userName: 'me', password: 'se:cret' })
    expect(readBasic(basic('größer:ü'))).toEqual({ userName: 'größer', password: 'ü' })
  })

  test.each([basic(':x'), basic('me:'), basic('me'), 'Basic', 'Bearer token', 'Negotiate abc=', 'Basic \u00ff'])(
    'answers %s with 401',
    (header) => {
      expect(readBasic(header)).toMatchObject({ status: 401, headers: { 'WWW-Authenticate': expect.stringMatching(/^Basic/) } })
    },
  )
})
