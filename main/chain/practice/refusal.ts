// Why a transaction is not taken, in the node's own codes and words. Thrown where it is found, because every rule may
// refuse, and caught where a transaction is tried; its text is what users of a real node see.

export type RefusalCode =
  | 'SIGERROR'
  | 'CONTRACT_VALIDATE_ERROR'
  | 'CONTRACT_EXE_ERROR'
  /** Sic. */
  | 'BANDWITH_ERROR'
  | 'DUP_TRANSACTION_ERROR'
  | 'TAPOS_ERROR'
  | 'TOO_BIG_TRANSACTION_ERROR'
  | 'TRANSACTION_EXPIRATION_ERROR'
  | 'SERVER_BUSY'
  | 'OTHER_ERROR'

const prefixes: Partial<Record<RefusalCode, string>> = {
  SIGERROR: 'Validate signature error: ',
  CONTRACT_VALIDATE_ERROR: 'Contract validate error : ',
  CONTRACT_EXE_ERROR: 'Contract execute error : ',
}

export class Refusal extends Error {
  readonly code: RefusalCode

  constructor(code: RefusalCode, message: string) {
    super(message)
    this.code = code
  }

  /** As an answer to a broadcast words it. */
  get sentence(): string {
    return `${prefixes[this.code] ?? ''}${this.message}`
  }
}

/** The transaction as such cannot be: its contract says something that does not hold. */
export const invalid = (message: string): Refusal => new Refusal('CONTRACT_VALIDATE_ERROR', message)

export const noResources = (): Refusal => new Refusal('BANDWITH_ERROR', 'Account resource insufficient error.')
