const DAYS_OF_ERA = 146_097
const DAYS_OF_CENTURY = 36_524
const DAYS_OF_FOUR_YEARS = 1_460
const YEARS_OF_ERA = 400
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468

/** A day of the proleptic Gregorian calendar; year 0 is the one before year 1. */
export interface CivilDate {
  year: number
  /** 1 to 12. */
  month: number
  /** 1 to 31. */
  day: number
}

/**
 * Turns days since 1970-01-01 into year, month and day, in plain arithmetic: a `Date` knows neither the years far from
 * now that a 32-bit day reaches nor is it as fast. Years are counted from March, so that the leap day is the last one.
 *
 * @param result - is filled and given back
 */
export function civilDate(days: number, result: CivilDate): CivilDate {
  const shifted = days + EPOCH_DAYS
  const era = Math.floor(shifted / DAYS_OF_ERA)
  const dayOfEra = shifted - era * DAYS_OF_ERA
  const leapDays = ((dayOfEra / DAYS_OF_FOUR_YEARS) | 0) - ((dayOfEra / DAYS_OF_CENTURY) | 0) + ((dayOfEra / (DAYS_OF_ERA - 1)) | 0)
  const yearOfEra = ((dayOfEra - leapDays) / 365) | 0
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0))
  const monthFromMarch = ((5 * dayOfYear + 2) / 153) | 0
  result.day = dayOfYear - (((153 * monthFromMarch + 2) / 5) | 0) + 1
  result.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  result.year = yearOfEra + era * YEARS_OF_ERA + (result.month <= 2 ? 1 : 0)
  return result
}
