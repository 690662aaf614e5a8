// Where the Electron that tests run in is: `npm run e2e` and `npm run bench` say so. It doubles as the Node (24) that
// runs TypeScript as it is.

export const electronPath = (): string => {
  const path = process.env['SWIFTSEED_ELECTRON']
  if (!path) throw new Error('SWIFTSEED_ELECTRON is not set; run this through npm run e2e or npm run bench')
  return path
}
