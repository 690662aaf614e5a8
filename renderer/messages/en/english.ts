// All of English, put together from one file a view.

import { common } from './common.ts'

export const english = { common }
