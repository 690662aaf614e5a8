import { describe, expect, it } from 'vitest'
import { VAULT_CODE_HASH, vaultImmutables, VAULT_RUNTIME } from '../../../../app/speed/vault-artifact.ts'
import { vaultCode, vaultTerms } from '../../../../app/speed/vault-code.ts'
import { hex, keccak, unhex } from '../bytes.ts'
import { actor, VaultWorld } from '../testing/vault-world.ts'

describe('the code of a vault', async () => {
  const { world, vault, code } = await VaultWorld.open(777).then((opened) => ({
    world: opened,
    vault: { chainId: opened.chainId, address: opened.vault },
    code: opened.code(opened.vault),
  }))

  it('is what our own source compiles to, with its token, its delay and where it is', () => {
    expect(hex(vaultCode(vault, { token: world.token, delay: 777 }))).toBe(hex(code))
    expect(vaultTerms(vault, code)).toEqual({ token: world.token, delay: 777 })
  })

  it('is none with a byte another, one too many or one too few', () => {
    const own = Object.values(vaultImmutables).flatMap((starts) => starts.flatMap((start) => [start, start + 31]))
    const step = Array.from({ length: Math.ceil(code.length / 17) }, (_, index) => 17 * index)
    for (const at of [...own, ...step, code.length - 1]) {
      const other = code.slice()
      other[at] = (other[at] ?? 0) ^ 1
      expect(vaultTerms(vault, other)).toBeNull()
    }
    expect(vaultTerms(vault, code.subarray(1))).toBeNull()
    expect(vaultTerms(vault, Uint8Array.of(...code, 0))).toBeNull()
    expect(vaultTerms(vault, new Uint8Array(0))).toBeNull()
  })

  it('is none for another chain or another address', () => {
    expect(vaultTerms({ ...vault, chainId: vault.chainId + 1 }, code)).toBeNull()
    expect(vaultTerms({ ...vault, address: actor('elsewhere').address }, code)).toBeNull()
  })

  it('has the committed hash but for what each vault has of its own', () => {
    expect(hex(keccak(unhex(VAULT_RUNTIME)))).toBe(VAULT_CODE_HASH)
  })
})
