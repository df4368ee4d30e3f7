/** What the hints of the library say of its options, and what this command has in their place. */
const WORDS: readonly (readonly [library: RegExp, command: string | ((...groups: string[]) => string)])[] = [
  [/\ballowLocalArtifacts: true\b/g, '--allow-local-artifacts'],
  [/\bthe option allowed(Hosts|Schemes)\b/g, (_, what = '') => `--allowed-${what.toLowerCase()}`],
  [/\{ runId, artifactPath \}/g, '-r <run id> -a <path>'],
  [/\{ runId \}/g, '-r <run id>'],
  [/\{ runId: '([^']*)' \}/g, '-r $1'],
  [/\bby listArtifacts\b/g, 'by mlflow-artifacts list'],
  [/\bartifactPath\b/g, '--artifact-path'],
  [/\bdstPath\b/g, '--dst-path'],
  [/\b(trackingUri|registryUri)\b/g, (_, name = '') => `--${name.replace('Uri', '-uri')}`],
  [/\b(include|exclude): \[([^\]]*)\]/g, (_, name = '', list = '') => patterns(name, list.split(', '))],
  [/\b(include|exclude): ('[^']*')/g, (_, name = '', pattern = '') => patterns(name, [pattern])],
  [/\bread by openArtifact or loadText\b/g, 'printed by the command cat'],
  [/\(walkArtifacts\)/g, '(list --recursive)'],
  // These have variables only.
  [/\bin the option http\.trustedOrigins or in\b/g, 'in'],
  [/, and the option http\.tls holds them/g, ''],
  [
    /\bGive its passphrase in the option http\.tls\.passphrase, or store the key without one\b/g,
    'Store the key without a passphrase',
  ],
  [/, ALL_PROXY or the option http\.proxy names\b/g, ' or ALL_PROXY names'],
  [/\bthrough the option http\.auth, or, where they stay the same, in a file\b/g, 'in a file'],
  [/\bthrough the option http\.auth\b/g, 'in MLFLOW_ARTIFACTS_HEADERS'],
  [/: a function in the option http\.auth can sign\b/g, ''],
  // And these, nothing.
  [/; or allow more connections by the option http\.maxConnectionsPerOrigin\b/g, ''],
  [/\s*The option http\.timeouts\.\w+ [^.]*\./g, ''],
  [/\s*If it is meant to: gcs\(\{ maxExpansion \}\) sets this limit\./g, ''],
  [/\s*Look at the functions in the options http\.auth and http\.headers\./g, ''],
]

/** A hint of the library in the words of this command; `undefined`: it has no way to do that. */
export function commandWords(hint: string): string | undefined {
  let words = hint
  for (const [library, command] of WORDS) {
    words = typeof command === 'string' ? words.replace(library, command) : words.replace(library, command)
  }
  return words.trim() || undefined
}

function patterns(name: string, quoted: readonly string[]): string {
  return quoted.map((pattern) => `--${name} ${pattern}`).join(' ')
}
