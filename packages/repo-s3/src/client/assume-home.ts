import { devNull, homedir } from 'node:os'

/**
 * Where the system knows no home of this user, as of a random id without HOME and an entry in passwd, gives the SDK one
 * that holds no files: it asks for it wherever it looks for a setting, cannot be told, and would fail each time. The SDK
 * reads the variable of Windows everywhere; nothing else does on other systems.
 */
export function assumeHome(): void {
  try {
    homedir()
  } catch {
    process.env.USERPROFILE ??= devNull
  }
}
