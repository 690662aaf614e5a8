// Where Speed's vault is on the network of a node of one's own. Whether it is one is found out by the chain process,
// which compares its code before anything is done with it.

import { parseAddress, type Address } from '../../../app/tron/address.ts'
import { Field } from '../../components/field.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { useMessages } from '../../messages/messages.ts'

/** Undefined: what is typed is no address. Null: nothing is typed. */
export const vaultOf = (typed: string): Address | null | undefined => {
  if (typed.trim() === '') return null
  const parsed = parseAddress(typed)
  return parsed.ok ? parsed.value : undefined
}

interface VaultFieldProps {
  readonly typed: string
  readonly onChange: (typed: string) => void
}

export const VaultField = ({ typed, onChange }: VaultFieldProps) => {
  const words = useMessages().wallet
  const wrong = vaultOf(typed) === undefined
  return (
    <Field label={words.customVault} hint={words.customVaultHint} error={wrong ? words.customVaultWrong : null}>
      <TextInput maxLength={100} value={typed} onChange={onChange} />
    </Field>
  )
}
