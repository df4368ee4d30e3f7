/** The text of Python's `invalid_value` (`mlflow/utils/validation.py`): the value as `json.dumps` writes it, in ASCII. */
export function invalidValueMessage(parameter: string, value: string, detail?: string): string {
  const json = JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `Invalid value ${json} for parameter '${parameter}' supplied${detail === undefined ? '.' : `: ${detail}`}`
}
