// Errors as the system throws them, for disks that only pretend.

export class ErrnoError extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}
