// What there is from the start: a treasury with all the TRX and tokens, two TRC-20 contracts and the vault of play BTT
// at addresses that never change, the legacy TRC-10 token under its real id, and a few funded accounts when asked for.

import { VAULT_BYTECODE, vaultAbi } from '../../../../app/speed/vault-artifact.ts'
import { vaultTerms } from '../../../../app/speed/vault-code.ts'
import { addressOf } from '../../../../app/tron/address.ts'
import { type Address, fromTwenty, toTwenty } from '../address.ts'
import { hex, keccak, sha256, utf8Hex } from '../bytes.ts'
import { playBtt } from '../artifacts/play-btt.ts'
import { playUsdt } from '../artifacts/play-usdt.ts'
import { normalised } from '../codec/codec.ts'
import type { JsonObject } from '../codec/json.ts'
import { newAccount, withAsset } from '../state/account.ts'
import type { Machine } from '../vm/machine.ts'
import type { Chain, Genesis } from './chain.ts'
import { fundedAccounts, treasuryOf } from './keys.ts'

const named = (name: string): Address =>
  fromTwenty(keccak(new TextEncoder().encode(`Swiftseed Practice ${name}`)).subarray(12))

/** The same on every Practice network. */
export const practiceTokens = { btt: named('BTT'), usdt: named('USDT'), bttold: '1002000' } as const

/** The same on every Practice network. */
export const practiceVault = named('SpeedVault')

/** Below 2^53 sun, so that programs which hold amounts in doubles still show it right. */
export const ALL_TRX = 9_000_000_000_000_000n
const BTTOLD_SUPPLY = 990_000_000_000n * 1_000_000n
/** TRX of each funded account. */
const FUNDED = 10_000_000_000n

const NO_CODE = new Uint8Array(0)

interface Artifact {
  readonly name: string
  readonly abi: readonly object[]
  readonly bytecode: string
}

const word = (value: Address | number): string =>
  (typeof value === 'number' ? value.toString(16) : value.slice(2)).padStart(64, '0')

const deploy = async (
  chain: Chain,
  machine: Machine,
  artifact: Artifact,
  given: readonly (Address | number)[],
  at: Address,
): Promise<void> => {
  const owner = treasuryOf(chain.options.seed).address
  const outcome = await machine.run({
    id: hex(sha256(new TextEncoder().encode(artifact.name))),
    owner,
    to: null,
    at,
    data: artifact.bytecode + given.map(word).join(''),
    value: 0n,
    limit: 100_000_000n,
    block: { number: 0, timestamp: chain.options.genesisTime, producer: owner },
    energyPrice: chain.params.getEnergyFee,
  })
  if (outcome.result !== 'SUCCESS') throw new Error(`${artifact.name}: ${outcome.sentence}`)
  const contract = normalised('SmartContract', {
    origin_address: owner,
    contract_address: at,
    abi: { entrys: artifact.abi as JsonObject[] },
    bytecode: artifact.bytecode,
    consume_user_resource_percent: 100n,
    name: artifact.name,
    origin_energy_limit: 10_000_000n,
    code_hash: hex(keccak(chain.state.codes.get(at) ?? NO_CODE)),
    version: 1n,
  })
  chain.state.contracts.set(at, contract)
}

const issueLegacy = (chain: Chain, owner: Address): void => {
  const id = practiceTokens.bttold
  chain.state.assets.set(id, {
    owner_address: owner,
    name: utf8Hex('BitTorrent_Old'),
    abbr: utf8Hex('BTTOLD'),
    total_supply: BTTOLD_SUPPLY,
    trx_num: 1n,
    precision: 6n,
    num: 1n,
    start_time: BigInt(chain.options.genesisTime),
    end_time: BigInt(chain.options.genesisTime + 86_400_000),
    description: utf8Hex('Play money'),
    url: utf8Hex('https://swiftseed.invalid'),
    id,
  })
  chain.state.change(owner, (account) => withAsset(account, id, BTTOLD_SUPPLY))
}

const deployVault = async (chain: Chain, machine: Machine, exitDelay: number): Promise<void> => {
  if (!Number.isSafeInteger(exitDelay) || exitDelay < 1) throw new RangeError('the exit delay is whole seconds')
  const artifact = { name: 'SpeedVault', abi: vaultAbi, bytecode: VAULT_BYTECODE }
  return deploy(chain, machine, artifact, [practiceTokens.btt, exitDelay], practiceVault)
}

/** One of this build, whatever its delay. */
const hasVault = ({ state, history }: Chain): boolean => {
  const address = addressOf(toTwenty(practiceVault))
  const chainId = Number.parseInt(history.block(0)?.id.slice(-8) ?? '0', 16)
  return address !== null && vaultTerms({ chainId, address }, state.codes.get(practiceVault) ?? NO_CODE) !== null
}

/** What an older build left at its address goes, and the play money in it. */
const clear = ({ state }: Chain, address: Address): void => {
  for (const slot of state.storage.keys()) if (slot.startsWith(address)) state.storage.set(slot, undefined)
  state.accounts.set(address, undefined)
  state.codes.set(address, undefined)
}

const begin = async (chain: Chain, machine: Machine, accounts: number): Promise<void> => {
  const { state, options } = chain
  const treasury = treasuryOf(options.seed).address
  const funded = fundedAccounts(options.seed, accounts)
  const rest = ALL_TRX - BigInt(accounts) * FUNDED
  state.accounts.set(treasury, { ...newAccount(options.genesisTime), balance: rest })
  for (const { address } of funded) {
    state.accounts.set(address, { ...newAccount(options.genesisTime), balance: FUNDED })
  }
  await deploy(chain, machine, playBtt, [treasury], practiceTokens.btt)
  await deploy(chain, machine, playUsdt, [treasury], practiceTokens.usdt)
  issueLegacy(chain, treasury)
}

/** `accounts`: how many funded ones. `exitDelay`: of the vault, seconds. */
export const genesis = (accounts: number, exitDelay: number): Genesis => ({
  begin: async (chain, machine) => {
    await begin(chain, machine, accounts)
    await deployVault(chain, machine, exitDelay)
  },
  mend: async (chain, machine) => {
    if (hasVault(chain)) return false
    clear(chain, practiceVault)
    await deployVault(chain, machine, exitDelay)
    return true
  },
})
