/** The parts of a request's address, as it stands in the request line. */
export interface RequestTarget {
  /** With one slash before each segment; percent-encoded in one way only. */
  readonly path: string
  /** Behind the `?`, which is left out. */
  readonly query: string
}

/**
 * Takes an address apart. Slashes too many are dropped, wherever they are; segments are split first and decoded
 * afterwards, so that `%2F` stays inside its segment.
 *
 * @see Apache Flink, `org.apache.flink.runtime.rest.handler.router.Router`
 */
export function parseTarget(url: string): RequestTarget {
  const start = url.startsWith('/') ? 0 : pathStart(url)
  const mark = url.indexOf('?', start)
  const path = url.slice(start, mark < 0 ? undefined : mark)
  return { path: isNormal(path) ? path : normalise(path), query: mark < 0 ? '' : url.slice(mark + 1) }
}

/** Proxies write the whole address into the request line: `http://host/path`. */
function pathStart(url: string): number {
  const authority = url.indexOf('://')
  if (authority < 0) return 0
  const slash = url.indexOf('/', authority + 3)
  return slash < 0 ? url.length : slash
}

function isNormal(path: string): boolean {
  return path.length > 1 && !path.endsWith('/') && !path.includes('//') && !path.includes('%')
}

function normalise(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '')
  return `/${segments.map((segment) => (segment.includes('%') ? recode(segment) : segment)).join('/')}`
}

function recode(segment: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(segment))
  } catch {
    return segment
  }
}
