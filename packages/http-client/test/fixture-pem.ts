import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Certificates of `fixtures/`, each with its key, but for that of the authority. */
export type FixtureName = 'ca' | 'client' | 'expired' | 'other-name' | 'self-signed' | 'server'

/** Where a certificate lies. */
export function fixturePath(name: FixtureName): string {
  return fileURLToPath(new URL(`fixtures/${name}.pem`, import.meta.url))
}

/** A certificate and its key. */
export function fixturePem(name: FixtureName): string {
  return readFileSync(fixturePath(name), 'utf8')
}
