// A modal dialog: title, body that scrolls, actions at the end. Escape and the close button call `onClose`; a press
// outside does nothing, so that a half-made choice is not lost by a slip. Enter, where nothing else takes it, is the
// main action. Focus returns to where it was.

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { useMessages } from '../messages/messages.ts'
import { classes } from './class-names.ts'
import './dialog.css'

export interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  /** Enter was pressed on nothing that has a use for it. */
  readonly onEnter?: () => void
  readonly title: string
  /** One sentence under the title, read out with it. */
  readonly description?: ReactNode
  readonly size?: 'small' | 'medium' | 'large'
  readonly children?: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
  /** At the left of the actions: a checkbox, a link. */
  readonly aside?: ReactNode
  /** What has the focus first; otherwise the first thing that can. */
  readonly initialFocus?: RefObject<HTMLElement | null>
  readonly className?: string
}

const takesEnter = 'button, a, textarea, [role=menu], [role=listbox]'

/** Events of menus opened from the dialog arrive here too: they bubble as React nests, not as the document does. */
const enterOnly =
  (act: (() => void) | undefined) =>
  (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.defaultPrevented || !act) return
    if (event.target instanceof Element && event.target.closest(takesEnter)) return
    event.preventDefault()
    act()
  }

const Foot = ({ aside, actions }: Pick<DialogProps, 'aside' | 'actions'>) => (
  <div className="dialog__foot">
    <div className="dialog__aside">{aside}</div>
    <div className="dialog__actions">{actions}</div>
  </div>
)

export const Dialog = (props: DialogProps) => {
  const { open, onClose, title, description, size = 'medium', children, actions, aside, initialFocus } = props
  const words = useMessages().common
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()} disablePointerDismissal>
      <Base.Portal>
        <Base.Backdrop className="dialog__scrim" />
        <Base.Viewport className="dialog__viewport">
          <Base.Popup
            className={classes('dialog', `dialog--${size}`, props.className)}
            {...(initialFocus && { initialFocus })}
            onKeyDown={enterOnly(props.onEnter)}
          >
            <div className="dialog__head">
              <Base.Title className="dialog__title">{title}</Base.Title>
              <Base.Close className="icon-button dialog__close" aria-label={words.close}>
                <X size={16} aria-hidden />
              </Base.Close>
            </div>
            {description !== undefined && <Base.Description className="dialog__text">{description}</Base.Description>}
            {children !== undefined && <div className="dialog__body">{children}</div>}
            {(actions !== undefined || aside !== undefined) && <Foot aside={aside} actions={actions} />}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}
