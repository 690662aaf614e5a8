// How a command is written down in a contract: who serves it, the schema of its input, the type of its output.

import type * as v from 'valibot'

export interface Returned<O> {
  readonly type: O
}
export const returns = <O>(): Returned<O> => undefined as unknown as Returned<O>
export const nothing = returns<void>()

export const main = <S extends v.GenericSchema, O>(input: S, output: Returned<O>) => ({
  by: 'main' as const,
  input,
  output,
})
export const engine = <S extends v.GenericSchema, O>(input: S, output: Returned<O>) => ({
  by: 'engine' as const,
  input,
  output,
})
export const chain = <S extends v.GenericSchema, O>(input: S, output: Returned<O>) => ({
  by: 'chain' as const,
  input,
  output,
})
