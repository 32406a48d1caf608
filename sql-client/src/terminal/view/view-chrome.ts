import type { FrameRow } from '../render/frame.js'
import type { Palette } from '../render/palette.js'
import { cutToWidth, displayWidth } from '../text/display-width.js'
import { intervalText } from './refresh-interval.js'
import type { ViewScreen } from './result-view.js'
import type { Viewport } from './viewport.js'

/** What the title line tells. */
export interface TitleFacts {
  readonly title: string
  readonly size: number
  /** How many older rows are no longer there. */
  readonly dropped: number
  readonly pageSize: number
  readonly viewport: Viewport
  readonly state: 'running' | 'finished' | 'left'
  readonly intervalMs: number
  /** Milliseconds since the epoch. */
  readonly updatedAt: number
  readonly screen: Pick<ViewScreen, 'columns'>
  readonly palette: Palette
}

const COUNT = new Intl.NumberFormat('en-US')

function clockText(epochMs: number): string {
  const time = new Date(epochMs)
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** The first line of a view. */
export function titleRow(facts: TitleFacts): FrameRow {
  const { size, pageSize, viewport, screen, palette } = facts
  const pages = Math.max(1, Math.ceil(size / pageSize))
  const page = viewport.isFollowing ? 'last' : String(Math.min(pages, Math.ceil(viewport.top / pageSize) + 1))
  const parts = [
    facts.title,
    `${COUNT.format(size)} ${size === 1 ? 'row' : 'rows'}${facts.dropped === 0 ? '' : `, ${COUNT.format(facts.dropped)} older dropped`}`,
    `page ${page} of ${COUNT.format(pages)}`,
    facts.state === 'running' ? `refresh ${intervalText(facts.intervalMs)}` : 'finished',
    `updated ${clockText(facts.updatedAt)}`,
  ]
  const text = cutToWidth(` ${parts.join('   ')}`, screen.columns)
  return { text: palette.selected(text.padEnd(screen.columns)), width: screen.columns }
}

/** What the last line tells. */
export interface FooterFacts {
  /** Digits of the page to go to, while they are typed. */
  readonly page: string | undefined
  /** Whether one row is open. */
  readonly isOpen: boolean
  readonly columns: number
  readonly palette: Palette
}

const TABLE_KEYS = ['Q quit', 'N/P page', 'L last', 'G go to', '←→ columns', '↑↓ row', 'O open', 'R refresh', '+/- interval']
const OPEN_KEYS = ['Q back', '↑↓ scroll']

/** As many of the hints as fit, each whole. */
function hints(keys: readonly string[], columns: number): string {
  let text = ''
  for (const key of keys) {
    const longer = text === '' ? key : `${text}  ${key}`
    if (displayWidth(longer) > columns) break
    text = longer
  }
  return text
}

/** The last line of a view: its keys. */
export function footerRow({ page, isOpen, columns, palette }: FooterFacts): FrameRow {
  const text = page === undefined ? hints(isOpen ? OPEN_KEYS : TABLE_KEYS, columns) : cutToWidth(`Go to page: ${page}`, columns)
  return { text: page === undefined ? palette.dim(text) : text, width: displayWidth(text) }
}
