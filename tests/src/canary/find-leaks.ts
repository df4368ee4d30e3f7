/** How much of the text around a leak is shown. */
const CONTEXT = 60

// A signed URL is a password for as long as it lives.
const SIGNATURE = /X-(?:Amz|Goog)-Signature=[0-9a-f]{8}/i

/**
 * Where a text holds one of the secrets, as it is or as a URL, JSON, a form or a Basic header writes it.
 *
 * @returns for each leak, what leaked and the text around it
 */
export function findLeaks(text: string, secrets: Readonly<Record<string, string>>): string[] {
  const leaks: string[] = []
  for (const [name, secret] of Object.entries(secrets)) {
    for (const form of formsOf(secret)) {
      const index = text.indexOf(form)
      if (index === -1) continue
      leaks.push(`${name}: …${text.slice(Math.max(0, index - CONTEXT), index + form.length + CONTEXT)}…`)
      break
    }
  }
  const signature = SIGNATURE.exec(text)
  if (signature !== null)
    leaks.push(`a signed URL: …${text.slice(signature.index, signature.index + CONTEXT)}…`)
  return leaks
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(secret)
  return [
    secret,
    encoded,
    encoded.toLowerCase(),
    encodeURI(secret),
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('latin1'),
    ...base64Forms(secret),
  ]
}

/** What base64 makes of a secret whatever stands around it: it depends on where in three bytes the secret begins. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].map((offset) => {
    const base64 = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    // The first and last characters also hold bits of the neighbours.
    return base64.slice(offset === 0 ? 0 : offset + 1, -1)
  })
}
