// The chain process with its types: what main itself may ask of it, and what it passes on from a window. The types are
// a promise between our own processes; nothing is validated here.

import type { ChainCommandName, ChainCommands } from '../../app/ipc/chain-contract.ts'
import type { CommandName, commands, Input, Output } from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Cancellation } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'

/** Commands of the contract that the chain process serves. */
export type ChainServed = {
  [N in CommandName]: (typeof commands)[N]['by'] extends 'chain' ? N : never
}[CommandName]

type Asked<N> = N extends ChainCommandName ? ChainCommands[N]['input'] : N extends ChainServed ? Input<N> : never
type Told<N> = N extends ChainCommandName ? ChainCommands[N]['output'] : N extends ChainServed ? Output<N> : never

export interface ChainClient {
  call<N extends ChainCommandName | ChainServed>(
    name: N,
    input: Asked<N>,
    cancellation?: Cancellation,
  ): Promise<Result<Told<N>, AppError>>
}

interface Untyped {
  call(name: string, input: unknown, cancellation?: Cancellation): Promise<Result<unknown, AppError>>
}

export const chainClient = (untyped: Untyped): ChainClient => ({
  call: (name, input, cancellation) =>
    untyped.call(name, input, cancellation) as Promise<Result<Told<typeof name>, AppError>>,
})
