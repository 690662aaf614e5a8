// Bytes that are certainly not on disk: the disk answered, and the file is not there or ends before them. Other
// errors say that the disk did not answer.

import { DiskError } from './store.ts'

export class AbsentError extends DiskError {
  constructor() {
    super('missing')
  }
}
