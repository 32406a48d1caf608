import { describe, expect, test } from '@jest/globals'
import { readSettings } from '../../src/settings/client-settings.js'

describe('settings/client-settings', () => {
  test("has the defaults of Flink's client", () => {
    expect(readSettings({})).toEqual({
      resultMode: 'table',
      maxTableRows: 1_000_000,
      maxColumnWidth: undefined,
      isVerbose: false,
      isStreaming: true,
      waitsForDml: false,
      showsTime: true,
      suggests: undefined,
      outputFormat: undefined,
    })
  })

  test('reads values as Flink does, whatever their case', () => {
    const properties = {
      'sql-client.execution.result-mode': 'Changelog',
      'sql-client.execution.max-table-result.rows': '500',
      'sql-client.display.max-column-width': '12',
      'sql-client.verbose': 'TRUE',
      'execution.runtime-mode': 'BATCH',
      'table.dml-sync': 'true',
      'sql-client.display.print-time-cost': 'false',
      'sql-client.display.suggestions': 'true',
      'sql-client.output.format': 'csv',
    }
    expect(readSettings(properties)).toEqual({
      resultMode: 'changelog',
      maxTableRows: 500,
      maxColumnWidth: 12,
      isVerbose: true,
      isStreaming: false,
      waitsForDml: true,
      showsTime: false,
      suggests: true,
      outputFormat: 'csv',
    })
    expect(readSettings({ 'table.display.max-column-width': '9' }).maxColumnWidth).toBe(9)
  })

  test('takes what makes no sense for not set', () => {
    const properties = {
      'sql-client.execution.result-mode': 'x',
      'sql-client.execution.max-table-result.rows': '-1',
      'sql-client.verbose': '1',
      'sql-client.display.suggestions': 'maybe',
    }
    expect(readSettings(properties)).toEqual(readSettings({}))
  })
})
