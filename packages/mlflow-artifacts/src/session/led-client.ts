import type { HttpClient } from '@mlflow-artifacts/repository'

/** A client for the URIs that a store led to: its requests count as that store's choice, unless they say otherwise. */
export function ledClient(http: HttpClient, storeUri: string): HttpClient {
  return {
    request: (request) => http.request({ ...request, chosenBy: request.chosenBy ?? storeUri }),
  }
}
