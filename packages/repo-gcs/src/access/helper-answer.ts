import { helperError } from './helper-error.ts'
import { jsonObject } from './json-object.ts'

const VERSION = 1
const SAML = 'urn:ietf:params:oauth:token-type:saml2'
const TYPES: readonly unknown[] = [
  SAML,
  'urn:ietf:params:oauth:token-type:id_token',
  'urn:ietf:params:oauth:token-type:jwt',
]

/** What a credential helper wrote, by Google's protocol. */
export type HelperAnswer =
  | { readonly token: string; readonly expiresAtSeconds: number | undefined }
  /** It refused. Its code, where that is short enough to be none of its secrets. */
  | { readonly token: undefined; readonly code: string }

/**
 * Reads it.
 *
 * @param helper - its file
 * @param text - is repeated nowhere
 * @throws Error of {@link helperError}
 */
export function helperAnswer(helper: string, text: string): HelperAnswer {
  const answer = jsonObject(text)
  if (answer === undefined) throw helperError(helper, 'answered something else than a JSON object')
  const field = (name: string): unknown => Reflect.get(answer, name)
  if (field('version') !== VERSION) throw helperError(helper, `answered in another version than ${VERSION}`)
  if (typeof field('success') !== 'boolean') throw helperError(helper, "answered without the field 'success'")
  if (field('success') === false) {
    const code = String(field('code'))
    return { token: undefined, code: /^[\w.-]{1,32}$/.test(code) ? code : 'of its own' }
  }
  const type = field('token_type')
  if (!TYPES.includes(type))
    throw helperError(helper, `answered with another token_type than ${TYPES.join(', ')}`)
  const name = type === SAML ? 'saml_response' : 'id_token'
  const token = field(name)
  if (typeof token !== 'string' || token === '')
    throw helperError(helper, `answered without the field '${name}'`)
  const expiry = field('expiration_time')
  return { token, expiresAtSeconds: typeof expiry === 'number' ? expiry : undefined }
}
