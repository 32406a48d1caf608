import { describe, expect, test } from '@jest/globals'
import { problemText, runCheck } from '#scripts/checks/check.js'
import { linksCheck } from '#scripts/checks/links.js'
import { createTree } from './temporary-tree.js'

const found = (page: string): readonly string[] => {
  using tree = createTree({
    'docs/page.md': page,
    'docs/other.md': '# The *first* `one`\n\n## Twice\n\n## Twice\n',
    'gateway-common/src/index.ts': '',
  })
  return runCheck(linksCheck, tree.root).problems.map(problemText)
}

describe('scripts/checks/links', () => {
  test.each([
    ['[x](missing.md)', 'links to missing.md, which does not exist'],
    ['![x](picture.png "title")', 'links to picture.png, which does not exist'],
    ['[x](/missing.md)', 'links to /missing.md, which does not exist'],
    ['[x](other.md#nowhere)', 'links to other.md#nowhere, but there is no such heading'],
    ['[x](#nowhere)', 'links to #nowhere, but there is no such heading'],
    ['see `gateway-common/src/missing.ts`', 'names the file gateway-common/src/missing.ts, which does not exist'],
  ])('finds that %s leads nowhere', (text, message) => {
    expect(found(`# Page\n\n${text}\n`)).toEqual([`docs/page.md:3: ${message}`])
  })

  test.each([
    '[x](other.md)',
    '[x](../docs/other.md#the-first-one)',
    '[x](other.md#twice-1)',
    '[x](/docs/other.md)',
    '[x](#page)',
    '[x](https://example.org/missing.md) and [x](other.md)',
    '`gateway-common/src/index.ts` and [x](other.md)',
    '`../gateway-common/src/index.ts`',
    '`src/index.ts` and [x](other.md)',
    '`endpoints/<name>/src/index.ts` and [x](other.md)',
    '[x](other.md)\n\n```sh\ncat `docs/missing.md` [x](missing.md)\n```',
  ])('lets %s be', (text) => {
    expect(found(`# Page\n\n${text}\n`)).toEqual([])
  })

  test('fails when no page links to anything', () => {
    expect(found('# Page')).toEqual(['.: the check links found no links and file names in Markdown to examine'])
  })
})
