// Setting Speed up: what it is in three sentences, and what it needs, with what is done already ticked off. It can be
// left and taken up again at any step: the steps are what the state says, not what was pressed here.

import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Note } from '../../components/note.tsx'
import { PracticeBadge } from '../../components/practice-badge.tsx'
import { useMessages } from '../../messages/messages.ts'
import { useSettings } from '../../state/settings.ts'
import { openSetup, useSetup } from '../../state/speed-setup.ts'
import { useSpeed } from '../../state/speed.ts'
import { isReady } from './readiness.ts'
import { SpeedSteps } from './steps.tsx'
import './setup-dialog.css'

const close = (): void => openSetup(false)

export const SetupDialog = () => {
  const words = useMessages().speedSetup
  const { open, dialog } = useSetup()
  const state = useSpeed((speed) => speed.state)
  const network = useSettings((all) => all.wallet.network)
  if (state === null) return null
  return (
    <Dialog
      open={open && dialog === null}
      onClose={close}
      onEnter={close}
      title={words.title}
      {...(state.practice && { aside: <PracticeBadge /> })}
      actions={<Button onClick={close}>{words.close}</Button>}
    >
      <div className="speed-setup">
        <ul className="speed-setup__intro">
          {words.intro.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <SpeedSteps state={state} onLeave={close} />
        {isReady(state, network) && (
          <Note title={words.ready} announced>
            {words.readyText}
          </Note>
        )}
      </div>
    </Dialog>
  )
}
