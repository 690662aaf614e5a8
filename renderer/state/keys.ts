// What a key window knows of the wallet, and its one way to ask it for something. Secrets are never kept here: a page
// holds what it shows for as long as it shows it.

import { create } from 'zustand'
import type { AppError } from '../../app/ipc/errors.ts'
import type {
  KeyWindowApi,
  KeyWindowCommandName,
  KeyWindowInput,
  KeyWindowOutput,
} from '../../app/ipc/key-window-contract.ts'
import type { Result } from '../../app/result.ts'
import type { Approval } from '../../app/speed/approval.ts'
import type { Found } from '../../app/wallet/found.ts'
import type { Review } from '../../app/wallet/review.ts'
import type { WalletState } from '../../app/wallet/wallet-state.ts'

interface Keys {
  /** Null: not heard yet. */
  readonly state: WalletState | null
  readonly review: Review | null
  /** What may be spent on Speed, as it waits to be allowed. */
  readonly approval: Approval | null
  /** Of the import under way; null: not heard yet. */
  readonly found: Found | null
}

export const useKeys = create<Keys>(() => ({ state: null, review: null, approval: null, found: null }))

let current: KeyWindowApi | null = null

type Asking<N extends KeyWindowCommandName> = (
  name: N,
  input: KeyWindowInput<N>,
) => Promise<Result<KeyWindowOutput<N>, AppError>>

export const askKeys = <N extends KeyWindowCommandName>(
  name: N,
  input: KeyWindowInput<N>,
): Promise<Result<KeyWindowOutput<N>, AppError>> => {
  if (current === null) throw new Error('No wallet was given to the key window.')
  return (current.call as Asking<N>)(name, input)
}

const refresh = async (): Promise<void> => {
  const [state, review, approval] = await Promise.all([
    askKeys('key.state', undefined),
    askKeys('key.review', undefined),
    askKeys('key.allowance', undefined),
  ])
  if (state.ok) useKeys.setState({ state: state.value })
  if (review.ok) useKeys.setState({ review: review.value })
  if (approval.ok) useKeys.setState({ approval: approval.value })
}

/** Fills the store and keeps it in step until the returned function is called. */
export const connectKeys = (api: KeyWindowApi): (() => void) => {
  current = api
  const offs = [
    api.on('key.changed', (state) => useKeys.setState({ state })),
    api.on('key.review', (review) => useKeys.setState({ review })),
    api.on('key.allowance', (approval) => useKeys.setState({ approval })),
    api.on('key.found', (found) => useKeys.setState({ found })),
  ]
  void refresh()
  return () => {
    for (const off of offs) off()
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Runs with the text's bytes, which are wiped when it is over. */
export const withBytes = async <T>(text: string, run: (bytes: Uint8Array) => Promise<T>): Promise<T> => {
  const bytes = encoder.encode(text)
  try {
    return await run(bytes)
  } finally {
    bytes.fill(0)
  }
}

/** The bytes' text; the bytes are wiped. */
export const takeText = (bytes: Uint8Array): string => {
  const text = decoder.decode(bytes)
  bytes.fill(0)
  return text
}
