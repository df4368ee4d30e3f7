import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { commandWords } from './command-words.ts'

test.each([
  ['Pass allowLocalArtifacts: true.', 'Pass --allow-local-artifacts.'],
  [
    'Name it in the option allowedHosts or in MLFLOW_ARTIFACTS_ALLOWED_HOSTS.',
    'Name it in --allowed-hosts or in MLFLOW_ARTIFACTS_ALLOWED_HOSTS.',
  ],
  ['Give the two apart: { runId, artifactPath }.', 'Give the two apart: -r <run id> -a <path>.'],
  [
    "Leave it out (exclude: ['**/a', '!**/a/']), or rename it.",
    "Leave it out (--exclude '**/a' --exclude '!**/a/'), or rename it.",
  ],
  ["Leave it out (exclude: '**/a/**').", "Leave it out (--exclude '**/a/**')."],
  ['Choose another dstPath.', 'Choose another --dst-path.'],
  ['It is slow. The option http.timeouts.callMs sets this limit.', 'It is slow.'],
  ['The option http.timeouts.headersMs sets this limit, and goes before the environment.', undefined],
  ['Log in again.', 'Log in again.'],
])('%s', (hint, words) => {
  expect(commandWords(hint)).toBe(words)
})

test('no hint of the library names an option that this command does not have', () => {
  const packages = fileURLToPath(new URL('../../', import.meta.url))
  // Of functions that the command does not call, of clients and hooks that it cannot be given, and of its own.
  const others = /\/(?:testing|conformance|cli)\/|\/load-|too-large|check-backend|backend-for/
  const files = globSync('*/src/**/*.ts', { cwd: packages }).filter(
    (file) => !/\.test\.ts$/.test(file) && !others.test(`/${file}`),
  )
  expect(files.length).toBeGreaterThan(300)
  const left = files.flatMap((file) => {
    const text = readFileSync(packages + file, 'utf8')
      .replace(/^\s*(?:\/?\*|\/\/).*$/gm, '')
      .replace(/['`] \+\s*['`"]/g, '')
    const sentences = [...text.matchAll(/'([^'\n]* [^'\n]*)'|`([^`]* [^`]*)`|"([^"\n]* [^"\n]*)"/g)].map(
      ([, one, two, three]) => one ?? two ?? three ?? '',
    )
    return (
      sentences
        .map((sentence) => sentence.replace(/\$\{\w+\}/g, 'x'))
        // The name alone is the subject of what is wrong with it.
        .filter((sentence) => /^[A-Za-z].*\./s.test(sentence) && !/^The option [\w.]+$/.test(sentence))
        .map((sentence) => commandWords(sentence) ?? '')
        .filter((words) =>
          /\boptions? (?:http\.|[a-z]+[A-Z])|\b(?:dstPath|trackingUri|artifactPath|openArtifact)\b/.test(
            words,
          ),
        )
        .map((words) => `${file}: ${words}`)
    )
  })
  expect(left).toEqual([])
})
