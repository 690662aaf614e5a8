// The engine with its types: what main itself may ask of it, and what it passes on from a window. The types are a
// promise between our own processes; nothing is validated here.

import type { CommandName, commands, Input, Output } from '../../app/ipc/contract.ts'
import type { EngineCommandName, EngineCommands } from '../../app/ipc/engine-contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Cancellation } from '../../app/ipc/rpc.ts'
import type { Result } from '../../app/result.ts'

/** Commands of the contract that the engine serves. */
export type EngineServed = {
  [N in CommandName]: (typeof commands)[N]['by'] extends 'engine' ? N : never
}[CommandName]

export type Asked<N> = N extends EngineCommandName
  ? EngineCommands[N]['input']
  : N extends EngineServed
    ? Input<N>
    : never
export type Told<N> = N extends EngineCommandName
  ? EngineCommands[N]['output']
  : N extends EngineServed
    ? Output<N>
    : never

export interface EngineClient {
  call<N extends EngineCommandName | EngineServed>(
    name: N,
    input: Asked<N>,
    cancellation?: Cancellation,
  ): Promise<Result<Told<N>, AppError>>
}

interface Untyped {
  call(name: string, input: unknown, cancellation?: Cancellation): Promise<Result<unknown, AppError>>
}

export const engineClient = (untyped: Untyped): EngineClient => ({
  call: (name, input, cancellation) =>
    untyped.call(name, input, cancellation) as Promise<Result<Told<typeof name>, AppError>>,
})
