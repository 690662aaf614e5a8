// Saves a table where the user said. Leaves its lines to app/csv-line.ts. Invariants: only the user can read it, since
// it says whom they paid and what they own; it begins with the mark without which a spreadsheet takes UTF-8 for
// something else.

import { writeAtomically } from '../settings/atomic-file.ts'

const MODE = 0o600
const MARK = '\ufeff'

export const saveTable = (path: string, csv: string): Promise<void> =>
  writeAtomically(path, new TextEncoder().encode(MARK + csv), MODE)
