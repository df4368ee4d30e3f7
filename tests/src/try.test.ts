import { test } from 'vitest'
import { startFaultServer } from '@mlflow-artifacts/http-client/fault-server'
import { createHttpClient } from '@mlflow-artifacts/http-client'
import { ENDLESS_ANSWERS, ENDLESS_BODIES } from './faults/endless-answers.ts'
test('x', async () => {
  for (const [name, fault] of Object.entries({ ...ENDLESS_ANSWERS, ...ENDLESS_BODIES })) for (const kind of ['once', 'data'] as const) {
    if (kind === 'data' && name in ENDLESS_BODIES) continue
    const server = await startFaultServer({ files: [], faults: () => fault })
    const http = createHttpClient({ environment: {}, trackingUri: undefined, settings: { timeouts: { connectMs: 3000, headersMs: 3000, silenceMs: 3000, slowMs: 3000, callMs: 12000 } } })
    const started = performance.now(), cpu = process.cpuUsage()
    let got = 'nothing', code, size = 0
    try { const r = await http.request({ url: server.origin + '/files/x', kind }); got = String(r.status); for await (const c of r.body) size += c.byteLength } catch (e: any) { code = e.code + ' ' + e.message.slice(-120) }
    const { user, system } = process.cpuUsage(cpu)
    console.log(name.padEnd(42), kind, Math.round(performance.now() - started), 'ms cpu', Math.round((user + system) / 1000), got, size, code)
    await http.close(); await server.close()
  }
}, 200000)
