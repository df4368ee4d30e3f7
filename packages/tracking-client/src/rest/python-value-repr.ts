import { type JsonValue, pythonRepr } from '@mlflow-artifacts/repository/python'

/** Python's `repr` of what `json.loads` read: `{'a': [1, None, True]}`. */
export function pythonValueRepr(value: JsonValue): string {
  if (typeof value === 'string') return pythonRepr(value)
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value).replace('NaN', 'nan').replace('Infinity', 'inf')
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map(pythonValueRepr).join(', ')}]`
  const items = Object.entries(value).map(([key, item]) => `${pythonRepr(key)}: ${pythonValueRepr(item)}`)
  return `{${items.join(', ')}}`
}
