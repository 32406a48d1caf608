import { describe, expect, test } from '@jest/globals'
import { createSaslLogin, type LoginStep, saslRefusal } from '../../src/transport/sasl-login.js'

function frame(status: number, payload: string): Buffer {
  const bytes = Buffer.from(payload)
  const header = Buffer.alloc(5)
  header.writeUInt8(status)
  header.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([header, bytes])
}

const START = frame(1, 'PLAIN')

/** The step after all bytes came, in pieces of a size. */
function loginWith(bytes: Buffer, pieceLength = bytes.length): LoginStep {
  const login = createSaslLogin()
  let step: LoginStep = { outcome: 'wait' }
  for (let at = 0; at < bytes.length && step.outcome === 'wait'; at += pieceLength)
    step = login.receive(bytes.subarray(at, at + pieceLength))
  return step
}

describe('transport/sasl-login', () => {
  test.each([
    ['OK, as Python and Node send it', 2],
    ['COMPLETE, as Java sends it', 5],
  ])('takes credentials with status %s', (_words, status) => {
    const step = loginWith(Buffer.concat([START, frame(status, '\0me\0secret')]))
    expect(step).toMatchObject({
      outcome: 'done',
      reply: Buffer.from([5, 0, 0, 0, 0]),
      credentials: { userName: 'me', password: 'secret' },
    })
  })

  test('takes the same login byte by byte', () => {
    expect(loginWith(Buffer.concat([START, frame(2, '\0me\0x')]), 1)).toMatchObject({ outcome: 'done', credentials: { userName: 'me' } })
  })

  test('leaves what follows the login', () => {
    const step = loginWith(Buffer.concat([START, frame(2, '\0me\0x'), Buffer.from('next')]))
    expect(step.outcome === 'done' && step.rest.toString()).toBe('next')
  })

  test.each([
    ['me\0me\0x', 'me', 'x'],
    ['me\0x', 'me', 'x'],
    ['someone\0größer\0pässwörd', 'größer', 'pässwörd'],
  ])('reads %j', (payload, userName, password) => {
    expect(loginWith(Buffer.concat([START, frame(2, payload)]))).toMatchObject({ credentials: { userName, password } })
  })

  test.each([
    ['\0\0x', 'The user name is empty.'],
    ['\0me\0', 'The password is empty.'],
    ['me', 'The credentials of SASL PLAIN must have two or three parts.'],
    ['a\0b\0c\0d', 'The credentials of SASL PLAIN must have two or three parts.'],
  ])('refuses %j with BAD', (payload, reason) => {
    const step = loginWith(Buffer.concat([START, frame(2, payload)]))
    expect(step).toEqual({ outcome: 'refused', reason, reply: frame(3, reason) })
  })

  test('refuses other mechanisms by name', () => {
    expect(loginWith(frame(1, 'GSSAPI'))).toMatchObject({ reply: frame(3, 'Unsupported mechanism type GSSAPI; PLAIN is supported.') })
  })

  test('refuses other beginnings and a client that gives up', () => {
    expect(loginWith(frame(2, '\0me\0x'))).toMatchObject({
      outcome: 'refused',
      reason: 'The login must begin with START; its status is 2.',
    })
    expect(loginWith(Buffer.concat([START, frame(3, 'no')]))).toMatchObject({
      outcome: 'refused',
      reason: 'The credentials came with status 3.',
    })
  })

  test('refuses a frame of two gigabytes before it is there', () => {
    const step = loginWith(Buffer.from([1, 0x7f, 0xff, 0xff, 0xff]))
    expect(step).toMatchObject({ outcome: 'refused', reason: 'A frame of 2147483647 bytes is announced in the login; the limit is 16384.' })
  })

  test('tells a client to come without', () => {
    expect(saslRefusal('no')).toEqual(frame(4, 'no'))
  })
})
