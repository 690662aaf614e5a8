// What the network's parameters are: prices, limits, totals. Names are those of `getchainparameters`; values are those
// of the main network in 2026, except that the amounts staked by others are Nile's.

export interface Params {
  readonly getMaintenanceTimeInterval: bigint
  readonly getAccountUpgradeCost: bigint
  /** Sun of bandwidth for creating an account, where no staked bandwidth pays it. */
  readonly getCreateAccountFee: bigint
  /** Sun for a byte of bandwidth. */
  readonly getTransactionFee: bigint
  readonly getAssetIssueFee: bigint
  readonly getCreateNewAccountFeeInSystemContract: bigint
  readonly getEnergyFee: bigint
  readonly getFreeNetLimit: bigint
  readonly getMemoFee: bigint
  readonly getMaxFeeLimit: bigint
  readonly getMultiSignFee: bigint
  readonly getUpdateAccountPermissionFee: bigint
  readonly getTotalEnergyCurrentLimit: bigint
  readonly getTotalNetLimit: bigint
  /** From taking TRX out of the stake to having it back. */
  readonly getUnfreezeDelayDays: bigint
}

export const mainParams: Params = {
  getMaintenanceTimeInterval: 21_600_000n,
  getAccountUpgradeCost: 9_999_000_000n,
  getCreateAccountFee: 100_000n,
  getTransactionFee: 1_000n,
  getAssetIssueFee: 1_024_000_000n,
  getCreateNewAccountFeeInSystemContract: 1_000_000n,
  getEnergyFee: 100n,
  getFreeNetLimit: 600n,
  getMemoFee: 1_000_000n,
  getMaxFeeLimit: 15_000_000_000n,
  getMultiSignFee: 1_000_000n,
  getUpdateAccountPermissionFee: 100_000_000n,
  getTotalEnergyCurrentLimit: 180_000_000_000n,
  getTotalNetLimit: 43_200_000_000n,
  getUnfreezeDelayDays: 14n,
}

/** TRX that others have staked: without them, one staked TRX would be given all of a day's energy. */
export const STAKED_BY_OTHERS = { net: 68_305_209_098n, energy: 2_411_528_185n }

/** Milliseconds from block to block. */
export const BLOCK_MS = 3_000
/** Blocks of a day: what was used is back after so many. */
export const DAY_SLOTS = 28_800n
/** How long before its expiry a transaction may be made, ms. */
export const LONGEST_EXPIRY_MS = 86_400_000
export const LARGEST_TRANSACTION = 512_000
export const SUN_PER_TRX = 1_000_000n
/** Parts of a stake that may be waiting at a time. */
export const MOST_UNSTAKING = 32
