import { readFileSync } from 'node:fs'
import path from 'node:path'
import { isGenerated, isTest, listFiles } from '../source/tree.js'
import type { Check } from './check.js'

const LONGEST = 400
const CODE = /\.(?:m?[jt]s|sh)$/

/** No source is longer than 400 lines; what is generated and what tests is exempt. */
export const fileLengthCheck: Check = {
  name: 'file-length',
  subject: 'source files',
  run(root) {
    const files = listFiles(root).filter((file) => CODE.test(file) && !isGenerated(file) && !isTest(file))
    const lengths = files.map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length }))
    return {
      examined: files.length,
      problems: lengths
        .filter(({ lines }) => lines > LONGEST)
        .map(({ file, lines }) => ({ file, message: `has ${lines} lines, at most ${LONGEST} are allowed: split it by subject` })),
    }
  },
}
