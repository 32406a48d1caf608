/** Which rows of a growing or shrinking list are on the screen, and which of them is selected. */
export interface Viewport {
  /** First row on the screen, from 0. */
  readonly top: number
  readonly selected: number
  /** Whether the end of the list stays on the screen as it grows. */
  readonly isFollowing: boolean
}

/** At the end of the list, wherever that will be. */
export const FOLLOWING: Viewport = { top: 0, selected: 0, isFollowing: true }

/** How long a list is, and how much of it the screen holds. */
export interface ListSize {
  readonly size: number
  /** At least 1. */
  readonly pageSize: number
}

function lastTop({ size, pageSize }: ListSize): number {
  return Math.max(0, size - pageSize)
}

/** The same place after the list or the screen has changed. */
export function settle(view: Viewport, list: ListSize): Viewport {
  if (view.isFollowing) return { top: lastTop(list), selected: Math.max(0, list.size - 1), isFollowing: true }
  const selected = Math.max(0, Math.min(view.selected, list.size - 1))
  const top = Math.max(0, Math.min(view.top, lastTop(list), selected), selected - list.pageSize + 1)
  return { top, selected, isFollowing: false }
}

/** So many rows up or down. At the end it stays there. */
export function moveSelection(view: Viewport, list: ListSize, by: number): Viewport {
  const { selected, top } = settle(view, list)
  const next = Math.max(0, Math.min(selected + by, list.size - 1))
  return settle({ top, selected: next, isFollowing: by > 0 && next === list.size - 1 }, list)
}

/** So many pages up or down. */
export function movePages(view: Viewport, list: ListSize, by: number): Viewport {
  const { top } = settle(view, list)
  const next = Math.max(0, top + by * list.pageSize)
  if (next >= lastTop(list)) return settle(by > 0 ? FOLLOWING : { top: lastTop(list), selected: lastTop(list), isFollowing: false }, list)
  return { top: next, selected: next, isFollowing: false }
}

/** To a page, from 1; a page beyond the last is the last. */
export function goToPage(list: ListSize, page: number): Viewport {
  return movePages({ top: 0, selected: 0, isFollowing: false }, list, page - 1)
}
