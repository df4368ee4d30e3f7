const MAXIMUM_LENGTH = 10_000
const KEPT_AT_EACH_END = 5_000

/** Shortens the text of many failures to its two ends. Python's `_truncate_error` (mlflow/store/artifact/artifact_repo.py). */
export function truncateError(text: string): string {
  // Lengths are code points in Python; a string can only be too long if its UTF-16 form is.
  if (text.length <= MAXIMUM_LENGTH) return text
  const characters = [...text]
  if (characters.length <= MAXIMUM_LENGTH) return text
  const start = characters.slice(0, KEPT_AT_EACH_END).join('')
  const end = characters.slice(-KEPT_AT_EACH_END).join('')
  return `${start}\n\n*** Error message is too long, truncated ***\n\n${end}`
}
