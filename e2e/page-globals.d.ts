// What the preload puts into the page, for the functions that tests run there.

interface Window {
  readonly swiftseed?: import('../app/ipc/contract.ts').Api
}
