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
      deploysScripts: false,
      showsTime: true,
      suggests: undefined,
      outputFormat: undefined,
      warnings: [],
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
      deploysScripts: false,
      showsTime: false,
      suggests: true,
      outputFormat: 'csv',
      warnings: [],
    })
    expect(readSettings({ 'table.display.max-column-width': '9' }).maxColumnWidth).toBe(9)
  })

  test('warns of what makes no sense, and takes it for not set', () => {
    const properties = {
      'sql-client.execution.result-mode': 'x',
      'sql-client.execution.max-table-result.rows': '-1',
      'sql-client.verbose': '1',
    }
    const { warnings, ...settings } = readSettings(properties)
    expect(settings).toMatchObject({ resultMode: 'tableau', maxTableRows: 1_000_000, isVerbose: false })
    expect(warnings).toEqual([
      "sql-client.execution.result-mode is 'x', and should be table, changelog or tableau.",
      "sql-client.execution.max-table-result.rows is '-1', and should be a whole number above 0.",
      "sql-client.verbose is '1', and should be true or false.",
    ])
  })
})
