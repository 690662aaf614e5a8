// Data of others that tests compare with: it lies beside the checkout, in shared/fixtures, and is not copied into it.
// Where it is missing the tests that need it are skipped and say so.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../../shared/fixtures')

/** Why tests on these data are skipped; null: the data are there. */
export const fixturesMissing = existsSync(folder) ? null : 'shared/fixtures is not beside this checkout'

export const fixture = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))
