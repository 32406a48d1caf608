import fc from 'fast-check'

/** Chosen once: a run that nobody has changed anything for ends as the one before it. */
const SEED = 20_261_121

/** Run by jest before each test file: what properties are tried on is the same each time, unless the environment gives another seed. */
fc.configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? SEED) })
