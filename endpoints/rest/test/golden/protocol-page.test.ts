import { describe, expect, test } from '@jest/globals'
import { goldenText } from './golden-file.js'
import { protocolPage } from './protocol-page.js'

describe('docs/protocols/rest.md', () => {
  test('holds the routes and the errors that the tables hold; UPDATE_GOLDEN=1 writes them', () => {
    const { actual, expected } = goldenText('docs/protocols/rest.md', protocolPage)
    expect(actual).toBe(expected)
  })
})
