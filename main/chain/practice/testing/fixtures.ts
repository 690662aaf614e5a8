// Data of others that tests compare with: it lies beside the checkout, in shared/fixtures, and is not copied into it.
// Where it is absent, tests that need it are skipped and say so.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../../../shared/fixtures/tron')

/** Why tests on it cannot run here; null when they can. */
export const fixturesMissing = existsSync(folder) ? null : 'shared/fixtures/tron is not beside this checkout'

export const fixture = (name: string): string => readFileSync(join(folder, name), 'utf8')
