/** A place in a Markdown page that names a file of the project. */
export interface Mention {
  /** `link`: the target of a link or picture. `code`: a path in code type, such as `src/index.ts`. */
  readonly kind: 'link' | 'code'
  readonly target: string
  /** Counted from 1. */
  readonly line: number
}

const LINK = /!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g
const CODE = /`([^`\s]+)`/g
const EXTERNAL = /^(?:[a-z][a-z+.-]*:|\/\/)/i
/** A path with at least one folder and an ending; patterns, options and placeholders are something else. */
const PATH = /^(?:\.{1,2}\/)*[\w@.-]+(?:\/[\w@.-]+)*\/[\w.-]+\.(?:ts|mjs|js|json|md|yaml|sh|sql)$/

/** Reads the links within the project and the file names in code type; what stands in fenced blocks is left out. */
export function readMentions(page: string): readonly Mention[] {
  return proseLines(page).flatMap(({ text, line }) => {
    const links = [...text.matchAll(LINK)].map(([, target = '']) => ({ kind: 'link' as const, target, line }))
    const paths = [...text.matchAll(CODE)].map(([, target = '']) => ({ kind: 'code' as const, target, line }))
    return [...links.filter(({ target }) => !EXTERNAL.test(target)), ...paths.filter(({ target }) => PATH.test(target))]
  })
}

/** The anchors of a page's headings, made the way GitHub makes them. */
export function headingAnchors(page: string): ReadonlySet<string> {
  const anchors = new Set<string>()
  for (const { text } of proseLines(page)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1]
    if (heading === undefined) continue
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-')
    let unique = anchor
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`
    anchors.add(unique)
  }
  return anchors
}

function proseLines(page: string): readonly { readonly text: string; readonly line: number }[] {
  let fence: string | undefined
  return page.split('\n').flatMap((text, index) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1]
    if (mark !== undefined && fence === undefined) fence = mark
    else if (mark !== undefined && fence !== undefined && mark.startsWith(fence)) fence = undefined
    else if (fence === undefined) return [{ text, line: index + 1 }]
    return []
  })
}
