export interface Patience {
  readonly withinMs: number
  readonly everyMs?: number
}
/** The first answer that is neither null nor undefined nor false. What the probe throws counts as "not yet". */
export declare const until: <T>(
  what: string,
  probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  { withinMs, everyMs }: Patience,
) => Promise<T>
