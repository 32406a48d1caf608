import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { headingAnchors, type Mention, readMentions } from '../source/markdown.js'
import { listFiles } from '../source/tree.js'
import type { Check, Problem } from './check.js'

/** Every file and heading that a Markdown page links to, and every file of ours that it names in code type, is there. */
export const linksCheck: Check = {
  name: 'links',
  subject: 'links and file names in Markdown',
  run(root) {
    const pages = listFiles(root).filter((file) => file.endsWith('.md') && !file.startsWith('test/'))
    const mentions = pages.flatMap((page) =>
      readMentions(readFileSync(path.join(root, page), 'utf8')).map((mention) => ({ page, mention })),
    )
    return {
      examined: mentions.length,
      problems: mentions.flatMap(({ page, mention }) => judge(root, page, mention)),
    }
  },
}

function judge(root: string, page: string, mention: Mention): readonly Problem[] {
  const problem = (message: string): readonly Problem[] => [{ file: page, line: mention.line, message }]
  const [target = '', anchor] = mention.target.split('#')
  const folder = path.join(root, path.dirname(page))
  if (mention.kind === 'code') {
    // A path whose first folder is not ours is a pattern, such as `src/index.ts` of whatever package the page is about.
    const [first = ''] = target.split('/')
    const bases = [root, folder].filter((base) => existsSync(path.join(base, first)))
    const found = bases.length === 0 || bases.some((base) => existsSync(path.join(base, target)))
    return found ? [] : problem(`names the file ${target}, which does not exist`)
  }
  const file = target === '' ? path.join(root, page) : path.join(target.startsWith('/') ? root : folder, target)
  if (!existsSync(file)) return problem(`links to ${target}, which does not exist`)
  if (anchor === undefined || !file.endsWith('.md')) return []
  const anchors = headingAnchors(readFileSync(file, 'utf8'))
  return anchors.has(anchor) ? [] : problem(`links to ${mention.target}, but there is no such heading`)
}
