/** Lines that a pager shows, as they come in pieces of text. */
export interface LineStore {
  /** Takes the next piece; lines end with a line feed wherever the pieces do. */
  add(text: string): void
  /** Takes what stands behind the last line feed as a line. */
  end(): void
  readonly size: number
  /** Units of text that are kept. */
  readonly textSize: number
  /** How many of the oldest lines had to go. */
  readonly dropped: number
  line(index: number): string
}

/**
 * Makes an empty store.
 *
 * @param maxTextSize - when the lines hold more, in UTF-16 units, the oldest go
 */
export function createLineStore(maxTextSize: number): LineStore {
  const lines: string[] = []
  let first = 0
  let textSize = 0
  let dropped = 0
  let rest = ''

  function put(line: string): void {
    lines.push(line)
    textSize += line.length
    while (textSize > maxTextSize && first < lines.length - 1) {
      textSize -= lines[first]?.length ?? 0
      lines[first] = ''
      first++
      dropped++
    }
    if (first > 4096 && first > lines.length / 2) {
      lines.splice(0, first)
      first = 0
    }
  }

  return {
    add: (text) => {
      const pieces = (rest + text).split('\n')
      rest = pieces.pop() ?? ''
      for (const piece of pieces) put(piece)
    },
    end: () => {
      if (rest !== '') put(rest)
      rest = ''
    },
    get size() {
      return lines.length - first
    },
    get textSize() {
      return textSize
    },
    get dropped() {
      return dropped
    },
    line: (index) => lines[first + index] ?? '',
  }
}
