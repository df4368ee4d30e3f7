/** An error in the words of S3. */
export function s3Error(code: string, message: string, more: Readonly<Record<string, string>> = {}): string {
  const elements = Object.entries({ Code: code, Message: message, ...more })
  const text = elements.map(([name, value]) => `<${name}>${value}</${name}>`).join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${text}</Error>`
}
