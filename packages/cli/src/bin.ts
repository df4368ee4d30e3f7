#!/usr/bin/env node
// An old Node has to get through this file to be told that it is too old: plain syntax, and no static import.
const [major = 0, minor = 0] = process.version.slice(1).split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`error: mlflow-artifacts needs Node 22.19 or newer, and this is ${process.version}\n`)
  process.exitCode = 1
} else {
  void import('./main.ts').then(({ main }) => main())
}
