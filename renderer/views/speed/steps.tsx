// What Speed needs first, step by step, each with its own action; what is done stays in sight. The one to be done now
// is all that can be pressed.

import { Check, Circle, CircleDot, LoaderCircle } from 'lucide-react'
import { useState } from 'react'
import type { SpeedState } from '../../../app/speed/speed-state.ts'
import type { Address } from '../../../app/tron/address.ts'
import { Button } from '../../components/button.tsx'
import { formatBtt, formatExactBtt } from '../../format/prices.ts'
import { useMessages, type Messages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { openVaultDialog, useUnderway } from '../../state/speed-setup.ts'
import { showView } from '../../state/ui.ts'
import { openKeys, useRefusedVault } from '../../state/wallet.ts'
import { NetworkDialog } from '../wallet/network-chooser.tsx'
import { stepsOf, type Step, type StepName } from './readiness.ts'
import { RegisterKey } from './register-key.tsx'
import './steps.css'

const icons = { done: Check, now: CircleDot, waiting: LoaderCircle, later: Circle } as const

interface Facts {
  readonly state: SpeedState
  readonly networkName: string | null
  /** What was named as its vault, and is none. */
  readonly refused: Address | null
}

/** Of a step, what there is to know about it as it stands. */
const textOf = (words: Messages['speedSetup'], { name, is }: Step, { state, networkName, refused }: Facts): string => {
  const { obstacle, deposit, allowance } = state
  switch (name) {
    case 'wallet':
      return is === 'done' ? words.walletDone : obstacle === 'locked' ? words.walletLocked : words.walletNone
    case 'network':
      if (obstacle === 'chain-away') return words.networkAway
      if (obstacle === 'no-vault' && refused !== null) return words.networkVaultRefused(refused)
      if (obstacle === 'no-vault' && networkName !== null) return words.networkNoVault(networkName)
      return is === 'done' && networkName !== null ? words.networkDone(networkName) : words.networkNone
    case 'deposit':
      if (deposit === null) return is === 'waiting' ? words.depositWaiting : words.depositNone
      return is === 'done' ? words.depositDone(formatBtt(deposit.free)) : words.depositNone
    case 'allowance':
      return allowance === null
        ? words.allowanceNone
        : words.allowanceDone(formatExactBtt(allowance.perDay), formatExactBtt(allowance.total))
    case 'key':
      return words.keyNone
  }
}

/** Done by a transaction, which takes its time. */
const onChain: ReadonlySet<StepName> = new Set(['deposit', 'key'] as const)

const NetworkAction = ({ label }: { readonly label: string }) => {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      {open && <NetworkDialog onClose={() => setOpen(false)} onChosen={() => setOpen(false)} />}
    </>
  )
}

interface ActionProps {
  readonly name: StepName
  readonly state: SpeedState
  /** Leads away from the dialog it stands in. */
  readonly onLeave: () => void
}

const Action = ({ name, state, onLeave }: ActionProps) => {
  const { speedOrders, speedSetup: words } = useMessages()
  switch (name) {
    case 'wallet':
      if (state.obstacle === 'locked') return <Button onClick={() => openKeys('unlock')}>{words.unlock}</Button>
      return (
        <Button
          onClick={() => {
            onLeave()
            showView('wallet')
          }}
        >
          {words.goToWallet}
        </Button>
      )
    case 'network':
      return <NetworkAction label={words.chooseNetwork} />
    case 'deposit':
      return <Button onClick={() => openVaultDialog('deposit')}>{speedOrders.deposit}</Button>
    case 'allowance':
      return <Button onClick={() => openVaultDialog('limits')}>{words.setLimits}</Button>
    case 'key':
      return <RegisterKey account={state.account} />
  }
}

export const SpeedSteps = ({ state, onLeave }: Omit<ActionProps, 'name'>) => {
  const { speedSetup: words, wallet } = useMessages()
  const network = useSettings((all) => all.wallet.network)
  const networkName = network === null ? null : wallet.networks[network]
  const refused = useRefusedVault()
  const underway = useUnderway(state)
  return (
    <ol className="speed-steps" aria-label={words.steps}>
      {stepsOf(state, network).map((step) => {
        const Icon = icons[step.is]
        return (
          <li
            key={step.name}
            className="speed-step"
            data-is={step.is}
            aria-current={step.is === 'now' ? 'step' : undefined}
          >
            <Icon size={16} aria-hidden className="speed-step__icon" />
            <div className="speed-step__words">
              <p className="speed-step__name">
                {words[step.name]}
                <span className="hidden-visually">{words.stepIs[step.is]}</span>
              </p>
              <p className="speed-step__text">
                {underway && step.is === 'now' && onChain.has(step.name)
                  ? words.underway
                  : textOf(words, step, { state, networkName, refused })}
              </p>
            </div>
            {step.is === 'now' && <Action name={step.name} state={state} onLeave={onLeave} />}
          </li>
        )
      })}
    </ol>
  )
}
