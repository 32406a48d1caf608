import type { Key } from '../input/key.js'
import { type Completion, commonPrefix } from './completion.js'

/** The candidates below the statement while one is chosen. */
export interface CompletionMenu {
  readonly completion: Completion
  /** Which stands in the text; undefined before the first Tab in the menu. */
  readonly selected: number | undefined
  /** What stood in place of the candidates before. */
  readonly typed: string
  /** Where in the text what stands there now ends. */
  readonly end: number
}

/** What a key or an answer does: the menu from now on, and what the part of the text becomes. */
export interface MenuStep {
  readonly menu: CompletionMenu | undefined
  readonly replace?: { readonly start: number; readonly end: number; readonly text: string }
}

/** Takes an answer: one candidate is put into the text, of several what they have in common, with a menu to choose from. */
export function beginMenu(completion: Completion, text: string, cursor: number): MenuStep {
  const { start, options } = completion
  const typed = text.slice(start, cursor)
  const common = commonPrefix(options)
  const put = options.length === 1 || common.length > typed.length ? common : typed
  const step = put === typed ? {} : { replace: { start, end: cursor, text: put } }
  if (options.length === 1) return { menu: undefined, ...step }
  return { menu: { completion, selected: undefined, typed: put, end: start + put.length }, ...step }
}

/** By how much keys move through a menu with so many candidates in a row. */
function steps(key: Key, perRow: number, isSelecting: boolean): number | undefined {
  if (key === 'tab') return 1
  if (key === 'shift-tab') return -1
  if (!isSelecting) return undefined
  const moves: Readonly<Record<string, number>> = { right: 1, left: -1, down: perRow, up: -perRow }
  return moves[key]
}

/**
 * Takes a key while a menu is shown.
 *
 * @param perRow - candidates in a row
 * @returns undefined when the key is none of the menu's: it closes, and the key is for the editor
 */
export function stepMenu(menu: CompletionMenu, key: Key, perRow: number): MenuStep | undefined {
  const { completion, selected, end } = menu
  const { start, options } = completion
  const replaceBy = (text: string): Required<Pick<MenuStep, 'replace'>> => ({ replace: { start, end, text } })
  if ((key === 'escape' || key === 'ctrl-g') && selected !== undefined) return { menu: undefined, ...replaceBy(menu.typed) }
  if (key === 'escape' || key === 'ctrl-g') return { menu: undefined }
  if (key === 'enter') return selected === undefined ? undefined : { menu: undefined }
  const by = steps(key, perRow, selected !== undefined)
  if (by === undefined) return undefined
  const first = by < 0 ? options.length - 1 : 0
  const next = selected === undefined ? first : (selected + by + options.length * perRow) % options.length
  const text = options[next] ?? ''
  return { menu: { ...menu, selected: next, end: start + text.length }, ...replaceBy(text) }
}
