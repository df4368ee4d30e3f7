import { MlflowError } from '@mlflow-artifacts/repository'
import type { JsonValue } from '@mlflow-artifacts/repository/python'
import { isJsonObject } from './is-json-object.ts'

/** An object in a server's answer, whose fields are read one by one: what is not as MLflow writes it is an error. */
export class AnswerObject {
  /** The endpoint that answered, without credentials. */
  readonly uri: string
  readonly #value: Readonly<Record<string, JsonValue>>
  readonly #path: string

  /** @param path - of the object in the answer, ending in a dot; `''` for the answer itself */
  constructor(value: Readonly<Record<string, JsonValue>>, uri: string, path = '') {
    this.#value = value
    this.uri = uri
    this.#path = path
  }

  /** @throws MlflowError `INVALID_STATE` where the field holds no object */
  object(field: string): AnswerObject {
    const value = this.#value[field]
    if (!isJsonObject(value)) throw this.#wrong(field, 'an object')
    return new AnswerObject(value, this.uri, `${this.#path}${field}.`)
  }

  /**
   * A list of objects; empty where the field is absent, because MLflow leaves empty lists out.
   *
   * @throws MlflowError `INVALID_STATE` where the field holds anything else
   */
  objects(field: string): AnswerObject[] {
    const value = this.#value[field] ?? []
    if (!Array.isArray(value)) throw this.#wrong(field, 'a list')
    return value.map((item, index) => {
      if (!isJsonObject(item)) throw this.#wrong(`${field}[${index}]`, 'an object')
      return new AnswerObject(item, this.uri, `${this.#path}${field}[${index}].`)
    })
  }

  /** @throws MlflowError `INVALID_STATE` where the field holds no text, or an empty one */
  text(field: string): string {
    const text = this.optionalText(field)
    if (text === undefined) throw this.#wrong(field, 'a text')
    return text
  }

  /**
   * A text; `undefined` where the field is absent or empty, which are the same in MLflow's protocol.
   *
   * @throws MlflowError `INVALID_STATE` where the field holds anything else
   */
  optionalText(field: string): string | undefined {
    const value = this.#value[field] ?? ''
    if (typeof value !== 'string') throw this.#wrong(field, 'a text')
    return value === '' ? undefined : value
  }

  /**
   * An identifier: a text or, as its protocol lets a server choose, an integer.
   *
   * @throws MlflowError `INVALID_STATE` where the field holds neither
   */
  id(field: string): string {
    const value = this.#value[field]
    return typeof value === 'bigint' || Number.isInteger(value) ? String(value) : this.text(field)
  }

  /**
   * An integer that is not negative: a number or, as JSON cannot hold every 64-bit integer, a text.
   *
   * @throws MlflowError `INVALID_STATE` where the field holds no such integer
   */
  integer(field: string): bigint {
    const digits = this.id(field)
    if (!/^\d+$/.test(digits)) throw this.#wrong(field, 'an integer')
    return BigInt(digits)
  }

  #wrong(field: string, expected: string): MlflowError {
    return new MlflowError(
      `The answer of ${this.uri} does not hold ${expected} in '${this.#path}${field}'.`,
      {
        code: 'INVALID_STATE',
        uri: this.uri,
        hint: 'Check that the tracking URI is the address of an MLflow server.',
      },
    )
  }
}
