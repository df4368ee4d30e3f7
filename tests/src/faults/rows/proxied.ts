import { startFaultServer } from '@mlflow-artifacts/testing/fault-server'
import type { MatrixRow } from '../trial.ts'
import { onBackends } from './on-backends.ts'

/** An HTTP proxy that refuses or dies is a typed error or is survived, and `NO_PROXY` is heeded. */
export const proxiedRow: MatrixRow = {
  name: '23 HTTP proxy: 407, dies, NO_PROXY',
  trials: onBackends(['PL', 'GC', 'HT'], async (arena, seed) => {
    const { random, file } = arena
    const dead = seed % 3 === 0
    // The server answers in the name of every origin, so that it is the proxy, too.
    const settings = { proxy: arena.server.origin }
    if (dead) {
      const server = await startFaultServer({ files: [] })
      await server.close()
      const result = await arena.attempt({ attempts: 2 }, [file], {
        proxy: server.origin,
        retries: { max: 1, backoffFactor: 0, jitter: 0 },
      })
      if (result.outcome === 'right') throw new Error('It succeeded without a proxy')
      return result
    }
    if (seed % 3 === 1) {
      arena.server.faults = () => ({
        answer: { status: 407, headers: { 'proxy-authenticate': 'Basic realm="proxy"' } },
      })
      const result = await arena.attempt({ attempts: 2 }, [file], settings)
      if (result.outcome === 'right') throw new Error('It succeeded against a refusal')
      return result
    }
    const at = random.integer(0, file.size - 1)
    arena.dataFaults = (_request, index) => (index === 0 ? { cut: { at, how: 'rst' } } : undefined)
    const result = await arena.attempt({}, [file], settings)
    if (result.outcome !== 'right')
      throw new Error('One broken connection was too much', { cause: arena.error })
    return result
  }),
  whole: 20,
  sample: 6,
}
