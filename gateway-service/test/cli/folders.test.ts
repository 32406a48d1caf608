import { describe, expect, test } from '@jest/globals'
import { foldersOf } from '../../src/cli/folders.js'

describe('foldersOf', () => {
  test('puts everything into the installation when nothing is set', () => {
    expect(foldersOf({}, '/opt/gateway', '/there')).toEqual({
      home: '/opt/gateway',
      conf: '/opt/gateway/conf',
      log: '/opt/gateway/log',
      pid: '/opt/gateway/run',
    })
  })

  test('moves all by the home folder, and each by its own variable', () => {
    const environment = {
      SQL_GATEWAY_HOME: 'home',
      SQL_GATEWAY_LOG_DIR: '/var/log/gateway',
      SQL_GATEWAY_PID_DIR: 'run',
      SQL_GATEWAY_CONF_DIR: '',
    }
    expect(foldersOf(environment, '/opt/gateway', '/there')).toEqual({
      home: '/there/home',
      conf: '/there/home/conf',
      log: '/var/log/gateway',
      pid: '/there/run',
    })
  })
})
