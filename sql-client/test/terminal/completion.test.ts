import { describe, expect, test } from '@jest/globals'
import { commonPrefix, completionOf } from '../../src/terminal/editor/completion.js'
import { beginMenu, stepMenu } from '../../src/terminal/editor/completion-menu.js'

/** What the text becomes with the only candidate that fits. */
function completed(text: string, ...candidates: readonly string[]): string | undefined {
  const completion = completionOf(text, text.length, candidates)
  return completion === undefined ? undefined : text.slice(0, completion.start) + completion.options.join('|')
}

describe('completion', () => {
  test('puts a candidate in place of the part that it begins with', () => {
    expect(completed('SELECT * FROM cus', 'customer')).toBe('SELECT * FROM customer')
    expect(completed('SELECT * FROM cat.db.cus', 'customer')).toBe('SELECT * FROM cat.db.customer')
    expect(completed('SELECT * FROM cat.db.cus', 'cat.db.customer')).toBe('SELECT * FROM cat.db.customer')
    expect(completed('SELECT count(cus', 'count(customer_id')).toBe('SELECT count(customer_id')
    expect(completed('SELECT a,b FROM t WHERE x=y.na', 'x=y.name')).toBe('SELECT a,b FROM t WHERE x=y.name')
  })

  test('offers all at a place where nothing is typed', () => {
    expect(completed('SELECT * FROM ', 'a', 'b')).toBe('SELECT * FROM a|b')
    expect(completed('SELECT t.', 'x', 'y')).toBe('SELECT t.x|y')
  })

  test('disregards case and quotes, and passes over what does not fit', () => {
    expect(completed('select * from Cus', 'customer', 'orders')).toBe('select * from customer')
    expect(completed('select * from ord', '"order"', '`orders`')).toBe('select * from "order"|`orders`')
    expect(completed('select * from x', 'customer')).toBeUndefined()
  })

  test('writes keywords as small as those who type them so', () => {
    expect(completed('sel', 'SELECT')).toBe('select')
    expect(completed('SEL', 'SELECT')).toBe('SELECT')
    expect(completed('sh', 'SHOW TABLES')).toBe('show tables')
    expect(completed('t', 'T1')).toBe('T1')
  })

  test('takes as many candidates as there are', () => {
    const names = Array.from({ length: 200_000 }, (_, i) => `name_${i}`)
    expect(completionOf('SELECT name', 11, names)?.options).toHaveLength(200_000)
  })

  test('costs no more in a long text', () => {
    for (const long of ['a'.repeat(1_000_000), '"'.repeat(1_000_000), 'a.'.repeat(500_000)]) {
      expect(completed(`${long} cus`, 'customer')).toBe(`${long} customer`)
    }
  })

  test('knows what candidates have in common', () => {
    expect(commonPrefix(['customer_id', 'CUSTOMER_name', 'customer'])).toBe('customer')
    expect(commonPrefix(['a', 'b'])).toBe('')
  })
})

describe('the completion menu', () => {
  const PLACE = { text: 'SELECT custo', cursor: 12, perRow: 2 }
  const completion = { start: 7, options: ['customer', 'customer_id', 'custody'], shownFrom: 0 }

  test('is not there for a single candidate, which is put into the text', () => {
    expect(beginMenu({ start: 7, options: ['customer'], shownFrom: 0 }, 'SELECT cus', 10)).toEqual({
      menu: undefined,
      replace: { start: 7, end: 10, text: 'customer' },
    })
  })

  test('begins with what the candidates have in common in the text', () => {
    const { menu, replace } = beginMenu(completion, 'SELECT cu', 9)
    expect(replace).toEqual({ start: 7, end: 9, text: 'custo' })
    expect(menu).toMatchObject({ selected: undefined, typed: 'custo', end: 12 })
  })

  test('goes round with tab and back with shift, each candidate in the text', () => {
    let { menu } = beginMenu(completion, 'SELECT custo', 12)
    const texts: (string | undefined)[] = []
    for (const key of ['tab', 'tab', 'tab', 'tab', 'shift-tab'] as const) {
      const step = menu && stepMenu(menu, key, PLACE)
      texts.push(step?.replace?.text)
      menu = step?.menu
    }
    expect(texts).toEqual(['customer', 'customer_id', 'custody', 'customer', 'custody'])
  })

  test('moves by the arrow keys once something is selected', () => {
    const { menu } = beginMenu(completion, 'SELECT custo', 12)
    if (menu === undefined) throw new TypeError('no menu')
    expect(stepMenu(menu, 'down', PLACE)).toBeUndefined()
    const chosen = stepMenu(menu, 'tab', PLACE)?.menu
    expect(chosen && stepMenu(chosen, 'down', PLACE)?.menu?.selected).toBe(2)
    expect(chosen && stepMenu(chosen, 'left', PLACE)?.menu?.selected).toBe(2)
  })

  test('closes on enter with the candidate, on escape without, and leaves other keys to the editor', () => {
    const { menu } = beginMenu(completion, 'SELECT custo', 12)
    const chosen = menu && stepMenu(menu, 'tab', PLACE)?.menu
    if (menu === undefined || chosen === undefined) throw new TypeError('no menu')
    expect(stepMenu(chosen, 'enter', PLACE)).toEqual({ menu: undefined })
    expect(stepMenu(chosen, 'escape', PLACE)).toEqual({ menu: undefined, replace: { start: 7, end: 15, text: 'custo' } })
    expect(stepMenu(menu, 'enter', PLACE)).toBeUndefined()
    expect(stepMenu(chosen, 'ctrl-a', PLACE)).toBeUndefined()
  })
})
