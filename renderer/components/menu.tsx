// Drop-down and context menus, and what stands in them. One set of items serves both. A shortcut shown in an item is
// only told, never bound here.

import { Menu as Base } from '@base-ui/react/menu'
import { Check, ChevronRight, type LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './class-names.ts'
import './menu.css'

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly children: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  readonly onOpenChange?: (open: boolean) => void
}

export const Menu = ({ trigger, children, align = 'start', side = 'bottom', onOpenChange }: MenuProps) => (
  <Base.Root onOpenChange={(open) => onOpenChange?.(open)}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className="menu__positioner" align={align} side={side} sideOffset={4} collisionPadding={8}>
        <Base.Popup className="menu">{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

export interface AnchoredMenuProps {
  /** What it opens at: an element, or a point given as a rectangle. Null: closed. */
  readonly anchor: Element | { readonly getBoundingClientRect: () => DOMRect } | null
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A menu without a button of its own, for many places that share one: the rows of a long list. */
export const AnchoredMenu = ({ anchor, onClose, children }: AnchoredMenuProps) => (
  <Base.Root open={anchor !== null} onOpenChange={(open) => !open && onClose()}>
    <Base.Portal>
      <Base.Positioner className="menu__positioner" anchor={anchor} align="start" sideOffset={2} collisionPadding={8}>
        <Base.Popup className="menu">{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

export interface MenuItemProps {
  readonly icon?: LucideIcon
  readonly shortcut?: string
  readonly onSelect: () => void
  readonly danger?: boolean
  readonly disabled?: boolean
  readonly children: ReactNode
}

const Inside = ({ icon: Icon, shortcut, children }: Pick<MenuItemProps, 'icon' | 'shortcut' | 'children'>) => (
  <>
    <span className="menu__icon">{Icon && <Icon size={16} aria-hidden />}</span>
    <span className="menu__label">{children}</span>
    {shortcut !== undefined && (
      <kbd className="menu__shortcut" aria-hidden>
        {shortcut}
      </kbd>
    )}
  </>
)

export const MenuItem = ({ onSelect, danger, disabled = false, ...inside }: MenuItemProps) => (
  <Base.Item className={classes('menu__item', danger && 'menu__item--danger')} disabled={disabled} onClick={onSelect}>
    <Inside {...inside} />
  </Base.Item>
)

export interface MenuCheckItemProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly disabled?: boolean
  readonly children: ReactNode
}

/** Can be ticked and unticked; the menu stays open. */
export const MenuCheckItem = ({ checked, onChange, disabled = false, children }: MenuCheckItemProps) => (
  <Base.CheckboxItem
    className="menu__item"
    checked={checked}
    disabled={disabled}
    closeOnClick={false}
    onCheckedChange={(next) => onChange(next)}
  >
    <span className="menu__icon">{checked && <Check size={16} aria-hidden />}</span>
    <span className="menu__label">{children}</span>
  </Base.CheckboxItem>
)

export interface MenuChoiceProps<T extends string> {
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}

/** One of several. */
export const MenuChoice = <T extends string>({ value, options, onChange }: MenuChoiceProps<T>) => (
  <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)}>
    {options.map((option) => (
      <Base.RadioItem key={option.value} value={option.value} className="menu__item" closeOnClick>
        <span className="menu__icon">{option.value === value && <Check size={16} aria-hidden />}</span>
        <span className="menu__label">{option.label}</span>
      </Base.RadioItem>
    ))}
  </Base.RadioGroup>
)

export interface SubmenuProps {
  readonly label: string
  readonly icon?: LucideIcon
  readonly disabled?: boolean
  readonly children: ReactNode
}

export const Submenu = ({ label, icon: Icon, disabled = false, children }: SubmenuProps) => (
  <Base.SubmenuRoot disabled={disabled}>
    <Base.SubmenuTrigger className="menu__item">
      <span className="menu__icon">{Icon && <Icon size={16} aria-hidden />}</span>
      <span className="menu__label">{label}</span>
      <ChevronRight size={14} aria-hidden className="menu__arrow" />
    </Base.SubmenuTrigger>
    <Base.Portal>
      <Base.Positioner className="menu__positioner" sideOffset={2} alignOffset={-4} collisionPadding={8}>
        <Base.Popup className="menu">{children}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.SubmenuRoot>
)

/** A titled part of a menu. */
export const MenuGroup = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <Base.Group>
    <Base.GroupLabel className="menu__title">{label}</Base.GroupLabel>
    {children}
  </Base.Group>
)

export const MenuSeparator = () => <Base.Separator className="menu__separator" />
