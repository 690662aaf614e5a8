// Serves the contract to a window over a port: known name, plain data, valid input, and only then to the handler in
// main, or on to the engine or the chain process. Whether the sender may speak at all is settled before a message gets
// here (channel.ts). Invariant: nothing acts on an input its schema has not passed.

import {
  checkInput,
  commands,
  isCommandName,
  type CommandName,
  type Events,
  type Input,
  type Reply,
} from '../../app/ipc/contract.ts'
import type { AppError } from '../../app/ipc/errors.ts'
import type { Port } from '../../app/ipc/port.ts'
import { serve, type Cancellation } from '../../app/ipc/rpc.ts'
import { fail, type Result } from '../../app/result.ts'
import type { ChainClient, ChainServed } from '../supervisor/chain-client.ts'
import type { EngineClient, EngineServed } from '../supervisor/engine-client.ts'
import { isClientMessage, isPlainInput } from './shape.ts'

export type MainServed = Exclude<CommandName, EngineServed | ChainServed>
export type MainHandlers = { readonly [N in MainServed]: (input: Input<N>) => Reply<N> }

interface Serving {
  readonly handlers: MainHandlers
  readonly engine: EngineClient
  readonly chain: ChainClient
  /** Logs a handler's bug; gives its id. */
  readonly onCrash: (cause: unknown, name: string) => string
  /** Before a valid call is acted on. */
  readonly onCall?: <N extends CommandName>(name: N, input: Input<N>) => void
}

export interface WindowServer {
  emit<N extends keyof Events>(name: N, data: Events[N]): void
  close(): void
}

type Untyped = (input: unknown) => Promise<Result<unknown, AppError>>

const isForEngine = (name: CommandName): name is EngineServed => commands[name].by === 'engine'
const isForChain = (name: CommandName): name is ChainServed => commands[name].by === 'chain'

/** The port, deaf to what is not a message of a client. */
const sifted = (port: Port): Port => ({
  post: (message) => port.post(message),
  onMessage: (listener) => port.onMessage((message) => isClientMessage(message) && listener(message)),
  onClose: (listener) => port.onClose(listener),
  close: () => port.close(),
})

export const serveWindow = (port: Port, { handlers, engine, chain, onCrash, onCall }: Serving): WindowServer => {
  const answer = (name: string, input: unknown, cancellation: Cancellation): Promise<Result<unknown, AppError>> => {
    if (!isCommandName(name)) return Promise.resolve(fail({ code: 'forbidden' }))
    if (!isPlainInput(input)) return Promise.resolve(fail({ code: 'invalid-argument', field: '' }))
    const checked = checkInput(name, input)
    if (!checked.ok) return Promise.resolve(checked)
    onCall?.(name, checked.value)
    if (isForEngine(name)) return engine.call(name, checked.value as never, cancellation)
    if (isForChain(name)) return chain.call(name, checked.value as never, cancellation)
    return (handlers[name] as Untyped)(checked.value)
  }
  return serve(sifted(port), answer, onCrash)
}
