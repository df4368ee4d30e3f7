import { partsOf } from './parts-of.ts'
import { transportersOf } from './transporters.ts'

/** What says by a certificate who a workload is. */
interface CertificateSupplier {
  readonly cert?: unknown
  readonly key?: unknown
  getSubjectToken(context: unknown): Promise<string>
}

/**
 * Has workloads that are known by a certificate present it with the requests of their transporters. Google's library puts
 * others in their place, with connections of their own, for a supplier of its own class only.
 */
export function presentCertificates(client: object): void {
  for (const part of partsOf(client)) {
    const supplier: unknown = Reflect.get(part, 'subjectTokenSupplier')
    if (!isCertificateSupplier(supplier)) continue
    const getSubjectToken = (context: unknown): Promise<string> => supplier.getSubjectToken(context)
    Reflect.set(part, 'subjectTokenSupplier', { getSubjectToken })
    for (const { interceptors } of transportersOf(part)) {
      interceptors.request.add({
        resolved: async (request) => {
          const { cert, key } = supplier
          if (Buffer.isBuffer(cert)) request.cert = cert.toString()
          if (Buffer.isBuffer(key)) request.key = key.toString()
          return request
        },
      })
    }
  }
}

function isCertificateSupplier(value: unknown): value is CertificateSupplier {
  return (
    typeof value === 'object' &&
    value !== null &&
    'createMtlsHttpsAgent' in value &&
    'getSubjectToken' in value &&
    typeof value.getSubjectToken === 'function'
  )
}
