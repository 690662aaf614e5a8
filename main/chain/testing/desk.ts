// A wallet at a Practice network, over HTTP only: the chain with its sender and a key in place of the wallet process.
// Time passes when a test says so: rounds are made by `round`, not by timers.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { ChainProfile } from '../../../app/ipc/chain-contract.ts'
import type { Signed } from '../../../app/ipc/wallet-contract.ts'
import { amount } from '../../../app/money/amount.ts'
import { addressOf, parseAddress, type Address } from '../../../app/tron/address.ts'
import { encodeSigned } from '../../../app/tron/transaction.ts'
import { practiceProfile } from '../../../app/wallet/practice-network.ts'
import type { AssetKey } from '../../../app/wallet/chain-state.ts'
import type { SendDraft } from '../../../app/wallet/send-preview.ts'
import { Chain, type ChainDeps } from '../chain.ts'
import type { NodeAt, PracticeNode } from '../practice/practice.ts'
import { previewSend } from '../sending/preview.ts'
import { Sender } from '../sending/sender.ts'
import { openDatabase } from '../store/database.ts'
import { Records } from '../store/records.ts'
import { Sends, type Send } from '../store/sends.ts'
import type { Vaults } from '../vault/vaults.ts'

export const keyOf = (number: number): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? number : 7))

export const addressIn = (text: string): Address => {
  const parsed = parseAddress(text)
  if (!parsed.ok) throw new Error('no address')
  return parsed.value
}

export const addressOfKey = (key: Uint8Array): Address => {
  const address = addressOf(keccak_256(secp256k1.getPublicKey(key, false).subarray(1)).subarray(12))
  if (address === null) throw new Error('no address')
  return address
}

/** What the wallet process does after its checks. */
export const signWith = (key: Uint8Array, rawData: Uint8Array): Signed => {
  const digest = sha256(rawData)
  const [recovery = 0, ...rs] = secp256k1.sign(digest, key, { prehash: false, format: 'recovered' })
  const signature = Uint8Array.from([...rs, 27 + recovery])
  return { txId: Buffer.from(digest).toString('hex'), bytes: encodeSigned(rawData, signature), signature }
}

export const temporaryFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'swiftseed-chain-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface Desk extends AsyncDisposable {
  readonly chain: Chain
  readonly sender: Sender
  readonly sends: Sends
  readonly records: Records
  readonly profile: ChainProfile
  readonly own: Address
  readonly key: Uint8Array
  /** Of the network that is chosen now. */
  vaults(): Vaults
  round(): Promise<void>
  draft(to: string, asset: string, units: bigint | 'max', memo?: string): SendDraft
  /** The whole way, without a person between. */
  send(draft: SendDraft): Promise<Send>
  get(txId: string): Send
}

interface DeskOptions {
  readonly folder: string
  readonly practice: Pick<PracticeNode, 'url' | 'tokens' | 'chainId' | 'vault'>
  readonly nodes?: readonly Pick<NodeAt, 'url'>[]
  readonly now?: () => number
  readonly pass?: ChainDeps['pass']
  readonly key?: Uint8Array
}

const profileAt = (practice: DeskOptions['practice'], nodes: readonly Pick<NodeAt, 'url'>[]): ChainProfile => ({
  ...practiceProfile({ ...practice, chainId: Number(practice.chainId), vault: addressIn(practice.vault) }),
  nodes: nodes.map(({ url }) => ({ full: url, solidity: null, apiKey: null })),
})

const vaultsOf = ({ vaults }: Chain): Vaults => {
  if (vaults === null) throw new Error('no network')
  return vaults
}

export const openDesk = ({ folder, practice, nodes, now = Date.now, pass, key = keyOf(1) }: DeskOptions): Desk => {
  const { db } = openDatabase(folder)
  const [sends, records] = [new Sends(db), new Records(db)]
  const crashed = (cause: unknown): never => {
    throw cause
  }
  const never = (): (() => void) => () => undefined
  const deps = { sends, records, now, after: never, changed: () => undefined, crashed, timeoutMs: 4_000 }
  const chain = new Chain({ ...deps, ...(pass && { pass }) })
  const sender = new Sender({ chain, sends, now, wait: delay })
  const profile = profileAt(practice, nodes ?? [practice])
  const own = addressOfKey(key)
  chain.configure({ profile, accounts: [own], watched: [], prices: null, bookOnly: { on: false, endsAt: null } })
  const get = (txId: string): Send => {
    const send = sends.get(txId)
    if (send === null) throw new Error('not saved')
    return send
  }
  const send = async (draft: SendDraft): Promise<Send> => {
    const found = chain.world()
    if (!found.ok) throw new Error(JSON.stringify(found.error))
    const preview = await previewSend(draft, found.value.world)
    const built = await sender.build({ draft, most: preview.cost?.most ?? amount(0n) })
    if (!built.ok)
      throw new Error(JSON.stringify({ ...built.error, problems: preview.problems.map(({ code }) => code) }))
    const submitted = sender.submit(built.value.ref, signWith(key, built.value.prepare.rawData))
    if (!submitted.ok) throw new Error(JSON.stringify(submitted.error))
    await chain.refresh()
    return get(submitted.value.id)
  }
  return {
    chain,
    sender,
    sends,
    records,
    profile,
    own,
    key,
    get,
    send,
    vaults: () => vaultsOf(chain),
    round: () => chain.refresh(),
    draft: (to, asset, units, memo) => ({
      from: own,
      to,
      asset: asset as AssetKey,
      amount: units === 'max' ? 'max' : amount(units),
      memo: memo ?? null,
    }),
    [Symbol.asyncDispose]: async () => {
      await chain.close()
      db.close()
    },
  }
}
