// Which contracts of the protocol the Practice network knows, by their type.

import { Refusal } from '../../refusal.ts'
import { issueAsset, updateAccount, updatePermissions } from './accounts.ts'
import { cancelUnfreezes, freezeBalance, unfreezeBalance, withdrawUnfrozen } from './staking.ts'
import type { SystemContract } from './system-contract.ts'
import { createAccount, transfer, transferAsset } from './transfers.ts'

const known: Readonly<Record<string, SystemContract>> = {
  TransferContract: transfer,
  TransferAssetContract: transferAsset,
  AccountCreateContract: createAccount,
  AccountUpdateContract: updateAccount,
  AccountPermissionUpdateContract: updatePermissions,
  AssetIssueContract: issueAsset,
  FreezeBalanceV2Contract: freezeBalance,
  UnfreezeBalanceV2Contract: unfreezeBalance,
  WithdrawExpireUnfreezeContract: withdrawUnfrozen,
  CancelAllUnfreezeV2Contract: cancelUnfreezes,
}

export const systemContract = (type: string): SystemContract => {
  const found = Object.hasOwn(known, type) ? known[type] : undefined
  if (!found) throw new Refusal('OTHER_ERROR', `The Practice network does not know ${type || 'this contract'}.`)
  return found
}
