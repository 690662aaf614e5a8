// What the preload puts into the page, for the functions that tests run there.

interface Window {
  readonly swiftseed?: import('../app/ipc/contract.ts').Api
  readonly keys?: import('../app/ipc/key-window-contract.ts').KeyWindowApi
}
