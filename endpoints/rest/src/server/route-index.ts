/** Finds values by method and path pattern. */
export interface RouteIndex<T> {
  /** @param pattern - such as `/sessions/:session_handle`; a literal segment goes before a parameter */
  add(method: string, pattern: string, value: T): void
  /** @param path - with one slash before each segment and none at the end */
  find(method: string, path: string): T | undefined
}

interface Node<T> {
  readonly literals: Map<string, Node<T>>
  parameter: Node<T> | undefined
  readonly values: Map<string, T>
}

function newNode<T>(): Node<T> {
  return { literals: new Map(), parameter: undefined, values: new Map() }
}

/** Makes an empty index: a tree by segments, so that finding costs the same however many routes there are. */
export function createRouteIndex<T>(): RouteIndex<T> {
  const root = newNode<T>()

  function child(node: Node<T>, segment: string): Node<T> {
    const known = segment.startsWith(':') ? node.parameter : node.literals.get(segment)
    if (known !== undefined) return known
    const added = newNode<T>()
    if (segment.startsWith(':')) node.parameter = added
    else node.literals.set(segment, added)
    return added
  }

  return {
    add: (method, pattern, value) => {
      pattern.slice(1).split('/').reduce(child, root).values.set(method, value)
    },
    find: (method, path) => {
      let node = root
      for (let start = 1; start > 0; ) {
        const slash = path.indexOf('/', start)
        const segment = slash < 0 ? path.slice(start) : path.slice(start, slash)
        const next = node.literals.get(segment) ?? (segment === '' ? undefined : node.parameter)
        if (next === undefined) return undefined
        node = next
        start = slash + 1
      }
      return node.values.get(method)
    },
  }
}
