import { describe, expect, test } from '@jest/globals'
import { readPageHead } from '../../src/rest/result-page.js'
import { answerText, column, pageOf } from '../support/pages.js'

describe('rest/result-page', () => {
  test('reads what stands before the rows, and the rows when they are wanted', () => {
    const text = answerText([column('a', 'BIGINT')], [['1'], [null]])
    expect(readPageHead(Buffer.from(text))).toMatchObject({ resultType: 'PAYLOAD', isQueryResult: true, columns: [{ name: 'a' }] })
    expect(pageOf(text).rows()).toEqual([
      { kind: 'INSERT', fields: ['1'] },
      { kind: 'INSERT', fields: [null] },
    ])
  })

  test('does not need the rows to be whole to know what they are of', () => {
    const text = answerText([column('a')], [['x'.repeat(100)]]).slice(0, -120)
    expect(readPageHead(Buffer.from(text))).toMatchObject({ resultType: 'PAYLOAD', columns: [{ name: 'a' }] })
  })

  test.each([
    ['{"resultType":"NOT_READY","nextResultUri":"/v2/x/result/0"}', { resultType: 'NOT_READY' }],
    ['{"nextResultUri":"/v2/x","resultType":"NOT_READY"}', { resultType: 'NOT_READY' }],
    ['{"resultType":"EOS","isQueryResult":false,"resultKind":"SUCCESS","results":{"columns":[],"data":[]}}', { resultType: 'EOS' }],
    [
      '{"resultType":"PAYLOAD","isQueryResult":true,"jobID":"ab","resultKind":"SUCCESS","results":{"columns":[],"data":[]}}',
      { jobID: 'ab', resultKind: 'SUCCESS' },
    ],
  ])('reads %s', (text, head) => {
    expect(readPageHead(Buffer.from(text))).toMatchObject(head)
  })

  test.each([
    '',
    '[]',
    'null',
    '<html>',
    '{"resultType":"MORE"}',
    '{"resultType":"PAYLOAD","results":{"data":[]}}',
    '{"resultType":"EOS","results":{"columns":[]}}',
    '{"a":1',
    '{"a',
  ])('takes %p for no page', (text) => {
    expect(readPageHead(Buffer.from(text))).toBeUndefined()
  })
})
