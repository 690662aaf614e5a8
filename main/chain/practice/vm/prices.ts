// What each operation costs on TRON, as a change to the price list of @ethereumjs/evm: the numbers of java-tron's
// EnergyCost.java. No warm and cold access, no net metering, no refunds, no price of the transaction itself (its bytes
// are paid as bandwidth); copies cost only their words.

import type { ParamsDict } from '@ethereumjs/common'
import { paramsEVM } from '@ethereumjs/evm'

const tronPrices: ParamsDict = {
  1: { calldatacopyGas: 0, codecopyGas: 0 },
  607: { expByteGas: 10 },
  608: { selfdestructGas: 0 },
  609: {
    returndatacopyGas: 0,
    bn254AddGas: 150,
    bn254MulGas: 6_000,
    bn254PairingGas: 45_000,
    bn254PairingWordGas: 34_000,
  },
  1679: { sstoreSentryEIP2200Gas: 0, sstoreInitEIP2200Gas: 20_000 },
  2929: {
    coldsloadGas: 0,
    coldaccountaccessGas: 0,
    warmstoragereadGas: 0,
    sloadGas: 50,
    balanceGas: 20,
    extcodesizeGas: 20,
    extcodecopyGas: 20,
    extcodehashGas: 400,
    callGas: 40,
    callcodeGas: 40,
    delegatecallGas: 40,
    staticcallGas: 40,
    sstoreNoopEIP2200Gas: 5_000,
    sstoreDirtyEIP2200Gas: 5_000,
    sstoreCleanEIP2200Gas: 5_000,
    sstoreInitRefundEIP2200Gas: 0,
    sstoreCleanRefundEIP2200Gas: 0,
  },
  3860: { initCodeWordGas: 0 },
}

/** MLOAD, MSTORE and MSTORE8 cost 1 since the proposal allowHigherLimitForMaxCpuTimeOfOneTx, nothing before it. */
export const tvmParams = (memory: number): ParamsDict => {
  const params: ParamsDict = structuredClone(paramsEVM)
  for (const [proposal, prices] of Object.entries(tronPrices)) params[proposal] = { ...params[proposal], ...prices }
  params[1] = { ...params[1], mloadGas: memory, mstoreGas: memory, mstore8Gas: memory }
  return params
}
