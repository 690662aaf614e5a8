// All of English, put together from one file a view.

import { common } from './common.ts'
import { units } from './units.ts'

export const english = { common, units }
