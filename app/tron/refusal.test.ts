import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fateOf, mildestOf, refusalOf, refusalText, type RefusalCode } from './refusal.ts'

const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex')

/** As java-tron writes them (Wallet.java, actuators). */
const cases: readonly (readonly [string, string, RefusalCode])[] = [
  ['DUP_TRANSACTION_ERROR', 'Dup transaction.', 'duplicate'],
  ['TRANSACTION_EXPIRATION_ERROR', 'Transaction expired', 'expired'],
  ['TAPOS_ERROR', 'Tapos check error.', 'tapos'],
  ['SIGERROR', 'Validate signature error: miss sig or contract', 'signature'],
  ['BANDWITH_ERROR', 'Account resource insufficient error.', 'bandwidth'],
  ['TOO_BIG_TRANSACTION_ERROR', 'Transaction size is too big.', 'too-big'],
  ['SERVER_BUSY', 'Server busy.', 'busy'],
  ['NO_CONNECTION', 'No connection.', 'no-connection'],
  ['NOT_ENOUGH_EFFECTIVE_CONNECTION', 'Not enough effective connection.', 'no-connection'],
  ['BLOCK_UNSOLIDIFIED', 'Block unsolidified.', 'unsolidified'],
  [
    'CONTRACT_VALIDATE_ERROR',
    'Contract validate error : Validate TransferContract error, balance is not sufficient.',
    'balance',
  ],
  [
    'CONTRACT_VALIDATE_ERROR',
    'Contract validate error : Validate TransferContract error, no OwnerAccount.',
    'sender-not-activated',
  ],
  [
    'CONTRACT_VALIDATE_ERROR',
    'Contract validate error : account [TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC] does not exist',
    'sender-not-activated',
  ],
  ['CONTRACT_VALIDATE_ERROR', 'Contract validate error : assetBalance is not sufficient.', 'token-balance'],
  ['CONTRACT_VALIDATE_ERROR', 'Contract validate error : No asset!', 'no-such-token'],
  ['CONTRACT_VALIDATE_ERROR', 'Contract validate error : Cannot transfer TRX to yourself.', 'to-itself'],
  ['CONTRACT_VALIDATE_ERROR', 'Contract validate error : Cannot transfer TRX to a smartContract.', 'to-contract'],
  ['CONTRACT_VALIDATE_ERROR', 'Contract validate error : No contract or not a smart contract', 'no-contract'],
  ['CONTRACT_VALIDATE_ERROR', 'Contract validate error : feeLimit must be >= 0 and <= 15000000000', 'fee-limit'],
  ['CONTRACT_VALIDATE_ERROR', 'something else', 'invalid'],
  ['NEW_ERROR', 'whatever', 'other'],
  ['constructor', '', 'other'],
]

describe('a refusal', () => {
  it.each(cases)('%s “%s” is %s, whether in hex or plain', (code, message, meaning) => {
    expect(refusalOf(code, hex(message))).toBe(meaning)
    expect(refusalOf(code, message)).toBe(meaning)
  })

  it('has a text that can be shown, whatever a node sends', () => {
    expect(refusalText(hex('größer\u0000 als 2³²'))).toBe('größer  als 2³²')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.uint8Array({ maxLength: 5_000 }).map((b) => Buffer.from(b).toString('hex')),
        ),
        (text) => {
          const shown = refusalText(text)
          expect(shown.length).toBeLessThanOrEqual(600)
          expect(shown).not.toMatch(/[\u0000-\u001f]/)
        },
      ),
    )
  })

  it.each([
    ['busy', 'retry'],
    ['no-connection', 'retry'],
    ['unsolidified', 'retry'],
    ['other', 'retry'],
    ['balance', 'held'],
    ['bandwidth', 'held'],
    ['token-balance', 'held'],
    ['sender-not-activated', 'held'],
    ['invalid', 'held'],
    ['signature', 'hopeless'],
    ['tapos', 'hopeless'],
    ['expired', 'hopeless'],
    ['too-big', 'hopeless'],
    ['to-contract', 'hopeless'],
    ['no-such-token', 'hopeless'],
  ] as const)('for %s: the same bytes are %s', (refusal, fate) => expect(fateOf(refusal)).toBe(fate))

  it('that leaves hope counts more than one that leaves none, in whatever order nodes say them', () => {
    expect(mildestOf(['signature', 'balance', 'busy'])).toBe('busy')
    expect(mildestOf(['signature', 'balance'])).toBe('balance')
    expect(mildestOf(['expired'])).toBe('expired')
    expect(mildestOf([])).toBeNull()
  })
})
