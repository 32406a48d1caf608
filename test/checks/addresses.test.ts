import { afterEach, describe, expect, test } from '@jest/globals'
import { addressesCheck } from '#scripts/checks/addresses.js'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { createTree } from './temporary-tree.js'

/** What must stand in no file of the project is put together here, so that it does not stand in this one. */
const NPM_HOST = ['registry', 'npmjs', 'org'].join('.')
const MAVEN_HOST = ['repo1', 'maven', 'org'].join('.')
const WORK_FOLDER = ['', 'work', 'main'].join('/')

const found = (text: string, file = 'docs/planted.md'): readonly string[] => {
  using tree = createTree({ [file]: `first line\n${text}\n` })
  return runCheck(addressesCheck, tree.root).problems.map(problemText)
}

describe('scripts/checks/addresses', () => {
  afterEach(() => {
    delete process.env['PIP_INDEX_URL']
  })

  test.each([
    ['cd /home/someone/gateway', "'/home/someone' is a path of one machine"],
    ['cd /Users/someone', "'/Users/someone' is a path of one machine"],
    ['ls /root/.npmrc', "'/root/.npmrc' is a path of one machine"],
    [`ls ${WORK_FOLDER}`, `'${WORK_FOLDER}' is a path of one machine`],
    ['C:\\Users\\someone', "'C:\\Users\\' is a path of one machine"],
    ['http://10.1.2.3:8083', "'http://10.1.2.3' is an address of a private network"],
    ['https://192.168.0.7/', "'https://192.168.0.7' is an address of a private network"],
    ['https://npm.build.corp/x', "'https://npm.build.corp' is a host of a private network"],
    [`https://${NPM_HOST}/koa`, `'${NPM_HOST}' is a registry host`],
    [MAVEN_HOST, `'${MAVEN_HOST}' is a registry host`],
  ])('finds %s', (text, start) => {
    expect(found(text)).toEqual([`docs/planted.md:2: ${start}: leave it out`])
  })

  test('finds the host of whatever registry this machine is told to use', () => {
    process.env['PIP_INDEX_URL'] = 'https://someone:word@packages.example.org/simple'
    expect(found('see packages.example.org')).toEqual(["docs/planted.md:2: 'packages.example.org' is a registry host: leave it out"])
  })

  test.each(['http://127.0.0.1:8083', 'http://localhost:8083/home/x', 'src/work/queue.ts', 'version 10.1.2', '10.0.0.1', './home/x'])(
    'lets %s be',
    (text) => {
      expect(found(text)).toEqual([])
    },
  )

  test('lets tests make up paths, but not name this machine or a registry', () => {
    expect(found('/home/someone/conf http://10.0.0.1', 'test/x.test.ts')).toEqual([])
    expect(found(WORK_FOLDER, 'test/x.test.ts')).toHaveLength(1)
    expect(found(NPM_HOST, 'test/x.test.ts')).toHaveLength(1)
  })

  test('fails when there is no file', () => {
    using tree = createTree()
    expect(runCheck(addressesCheck, tree.root).problems).toHaveLength(1)
  })
})
