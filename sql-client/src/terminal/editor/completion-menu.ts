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
  /** Whether it came without a Tab, and should not take much room. */
  readonly isUnasked: boolean
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
  return { menu: { completion, selected: undefined, typed: put, end: start + put.length, isUnasked: false }, ...step }
}

/** Shows what there is without touching the text; nothing if that stands there already. */
export function passiveMenu(completion: Completion, text: string, cursor: number): CompletionMenu | undefined {
  const typed = text.slice(completion.start, cursor)
  if (completion.options.every((option) => option.toLowerCase() === typed.toLowerCase())) return undefined
  return { completion, selected: undefined, typed, end: cursor, isUnasked: true }
}

/** What still fits after more was typed, until better is known; nothing once a candidate was selected. */
export function narrowMenu(menu: CompletionMenu, text: string, cursor: number): CompletionMenu | undefined {
  const { completion, selected, end } = menu
  if (selected !== undefined || cursor <= end) return undefined
  const typed = text.slice(completion.start, cursor)
  const options = completion.options.filter((option) => option.toLowerCase().startsWith(typed.toLowerCase()))
  return options.length === 0 ? undefined : passiveMenu({ ...completion, options }, text, cursor)
}

/** By how much keys move through a menu with so many candidates in a row. */
function steps(key: Key, perRow: number, isSelecting: boolean): number | undefined {
  if (key === 'tab') return 1
  if (key === 'shift-tab') return -1
  if (!isSelecting) return undefined
  const moves: Readonly<Record<string, number>> = { right: 1, left: -1, down: perRow, up: -perRow }
  return moves[key]
}

/** Where a key meets a menu. */
export interface MenuPlace {
  readonly text: string
  readonly cursor: number
  /** Candidates in a row. */
  readonly perRow: number
}

/**
 * Takes a key while a menu is shown.
 *
 * @returns undefined when the key is none of the menu's: it closes, and the key is for the editor
 */
export function stepMenu(menu: CompletionMenu, key: Key, { text: whole, cursor, perRow }: MenuPlace): MenuStep | undefined {
  const { completion, selected, end } = menu
  if (key === 'tab' && selected === undefined) {
    // What is sure comes before a choice.
    const sure = beginMenu(completion, whole, cursor)
    if (sure.replace !== undefined || sure.menu === undefined) return sure
  }
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
  return { menu: { ...menu, selected: next, end: start + text.length, isUnasked: false }, ...replaceBy(text) }
}
