// The wallet's part of the settings page.

export const walletSettings = {
  title: 'Wallet',
  autoLock: 'Lock the wallet after (minutes)',
  autoLockHint: 'Counted from the last time you did something in Swiftseed. It locks at once when the computer sleeps.',
  autoLockWrong: 'A number of minutes from 1 to 1,440.',
  pricesText: 'Amounts are shown in their own tokens. To see what they are worth as well, name a source of prices.',
  priceUrl: 'Web address of prices',
  priceUrlHint:
    'https only; {symbol} stands for TRX, BTT or USDT. It is asked now and then, and learns your address on the Internet.',
  pricePath: 'Where the number is in its JSON',
  pricePathHint: 'Names and indexes with dots between them, like data.{symbol}.price',
  currency: 'Currency',
  currencyHint: 'As it is written beside the amount, like EUR.',
  pricesSave: 'Use this source',
  pricesOff: 'Use no prices',
}
