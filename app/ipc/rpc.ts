// Call, cancel, event and close over a Port: the only RPC of the house. It knows nothing of names or schemas; the
// contract gives both ends their types, `serve` asks its handler for everything else. Invariant: every call is
// answered exactly once, by the handler's result, by `cancelled`, or by `closed` when the port goes away.

import { fail, type Result } from '../result.ts'
import type { AppError } from './errors.ts'
import type { Port } from './port.ts'

type Message =
  | { readonly t: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number }
  | { readonly t: 'reply'; readonly id: number; readonly result: Result<unknown, AppError> }
  | { readonly t: 'event'; readonly name: string; readonly data: unknown }

/** A cancellation flag in the shape of an AbortSignal, which is no part of the language proper. */
export interface Cancellation {
  readonly cancelled: boolean
  onCancel(listener: () => void): void
}

export type Handler = (name: string, input: unknown, cancellation: Cancellation) => Promise<Result<unknown, AppError>>

export interface RpcClient {
  /** Resolves to the other side's result; never rejects. */
  call(name: string, input: unknown, cancellation?: Cancellation): Promise<Result<unknown, AppError>>
  onEvent(listener: (name: string, data: unknown) => void): () => void
  close(): void
}

export interface RpcServer {
  emit(name: string, data: unknown): void
  close(): void
}

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && typeof (value as { t?: unknown }).t === 'string'

/** A cancellation and the function that sets it off. */
export const cancellable = (): { cancellation: Cancellation; cancel: () => void } => {
  let cancelled = false
  const listeners = new Set<() => void>()
  const cancellation: Cancellation = {
    get cancelled() {
      return cancelled
    },
    onCancel: (listener) => void (cancelled ? listener() : listeners.add(listener)),
  }
  const cancel = (): void => {
    if (cancelled) return
    cancelled = true
    for (const listener of listeners) listener()
  }
  return { cancellation, cancel }
}

export const connect = (port: Port): RpcClient => {
  let next = 1
  let open = true
  const waiting = new Map<number, (result: Result<unknown, AppError>) => void>()
  const listeners = new Set<(name: string, data: unknown) => void>()

  const settle = (id: number, result: Result<unknown, AppError>): void => {
    const resolve = waiting.get(id)
    waiting.delete(id)
    resolve?.(result)
  }
  port.onMessage((message) => {
    if (!isMessage(message)) return
    if (message.t === 'reply') settle(message.id, message.result)
    if (message.t === 'event') for (const listener of listeners) listener(message.name, message.data)
  })
  port.onClose(() => {
    open = false
    for (const id of [...waiting.keys()]) settle(id, fail({ code: 'closed' }))
  })

  const call: RpcClient['call'] = (name, input, cancellation) => {
    if (!open) return Promise.resolve(fail({ code: 'closed' }))
    if (cancellation?.cancelled) return Promise.resolve(fail({ code: 'cancelled' }))
    const id = next++
    return new Promise((resolve) => {
      waiting.set(id, resolve)
      try {
        port.post({ t: 'call', id, name, input } satisfies Message)
      } catch {
        // What cannot be cloned cannot be meant.
        return settle(id, fail({ code: 'invalid-argument', field: '' }))
      }
      cancellation?.onCancel(() => {
        if (!waiting.has(id)) return
        port.post({ t: 'cancel', id } satisfies Message)
        settle(id, fail({ code: 'cancelled' }))
      })
    })
  }
  const onEvent: RpcClient['onEvent'] = (listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return { call, onEvent, close: () => port.close() }
}

/**
 * Answers calls on a port. A handler that throws is a bug: `onCrash` logs it and gives the id for `internal`.
 */
export const serve = (port: Port, handler: Handler, onCrash: (cause: unknown, name: string) => string): RpcServer => {
  const running = new Map<number, () => void>()

  const answer = async (id: number, name: string, input: unknown): Promise<void> => {
    const { cancellation, cancel } = cancellable()
    running.set(id, cancel)
    let result: Result<unknown, AppError>
    try {
      result = await handler(name, input, cancellation)
    } catch (cause) {
      result = fail({ code: 'internal', logId: onCrash(cause, name) })
    }
    running.delete(id)
    port.post({ t: 'reply', id, result } satisfies Message)
  }
  port.onMessage((message) => {
    if (!isMessage(message)) return
    if (message.t === 'call') void answer(message.id, message.name, message.input)
    if (message.t === 'cancel') running.get(message.id)?.()
  })
  port.onClose(() => {
    for (const cancel of running.values()) cancel()
    running.clear()
  })
  return {
    emit: (name, data) => port.post({ t: 'event', name, data } satisfies Message),
    close: () => port.close(),
  }
}
