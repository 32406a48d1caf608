/** An amount that several holders share. */
export interface Budget {
  /** Takes an amount if it is there; takes nothing and gives false otherwise. */
  take(amount: number): boolean
  give(amount: number): void
  readonly used: number
}

/** Makes a budget. */
export function createBudget(limit: number): Budget {
  let used = 0
  return {
    take: (amount) => {
      if (used + amount > limit) return false
      used += amount
      return true
    },
    give: (amount) => {
      used -= amount
    },
    get used() {
      return used
    },
  }
}
