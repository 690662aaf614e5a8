// What the compiler has to be told of the world the renderer is bundled for: style sheets and the preload's API.

declare module '*.css'
declare module '@fontsource-variable/inter'

interface Window {
  /** Put there by the preload, see app/ipc/contract.ts; absent where a page is opened without it. */
  readonly swiftseed?: import('../app/ipc/contract.ts').Api
  /** Put into a key window by its own preload, see app/ipc/key-window-contract.ts. */
  readonly keys?: import('../app/ipc/key-window-contract.ts').KeyWindowApi
}
