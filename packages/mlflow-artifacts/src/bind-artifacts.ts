import { ConnectionPools } from '@mlflow-artifacts/http-client'
import { httpBackend } from '@mlflow-artifacts/repo-http'
import { localBackend } from '@mlflow-artifacts/repo-local'
import type { FileInfo } from '@mlflow-artifacts/repository'
import { checkDownloadOptions, TransferBudget } from '@mlflow-artifacts/transfer'
import type { Artifacts } from './artifacts.ts'
import { checkListOptions } from './check/check-list-options.ts'
import { checkOpenOptions } from './check/check-open-options.ts'
import { checkedOptions } from './check/checked-options.ts'
import { environmentAt } from './environment-at.ts'
import { downloadArtifacts } from './operations/download-artifacts.ts'
import { listArtifacts } from './operations/list-artifacts.ts'
import { loadDict } from './operations/load-dict.ts'
import { loadImage } from './operations/load-image.ts'
import { loadText } from './operations/load-text.ts'
import { openArtifact } from './operations/open-artifact.ts'
import { resolveArtifact } from './operations/resolve-artifact.ts'
import { showableEntries, showableFailures, showableRetries } from './operations/showable-failures.ts'
import { statArtifact } from './operations/stat-artifact.ts'
import { walkArtifacts } from './operations/walk-artifacts.ts'
import type { CallOptions, ListArtifactsOptions } from './options.ts'
import type { FindBackend } from './session/backend-for.ts'
import type { CallSettings } from './session/call-session.ts'
import type { SharpFactory } from './sharp-image.ts'
import type { ArtifactSource } from './source/artifact-source.ts'
import { workingDirectory } from './working-directory.ts'

/** What every function of an {@link Artifacts} starts from; the options of a call go before. */
export type BoundOptions = Omit<CallOptions, 'signal'>

/** Ways of getting what is installed only by those who need it. */
export interface OptionalPackages {
  readonly sharp: () => Promise<SharpFactory>
  readonly backend: FindBackend
}

/** Binds the functions to options and to optional packages. */
export function bindArtifacts(bound: BoundOptions, packages: OptionalPackages): Artifacts {
  const pools = new ConnectionPools()
  const budget = new TransferBudget()
  const found = new Map<string, ReturnType<FindBackend>>()
  // One of each, so that what a backend keeps serves all calls.
  const findBackend: FindBackend = (scheme) => {
    const backend = found.get(scheme) ?? packages.backend(scheme)
    found.set(scheme, backend)
    return backend
  }
  const settings = (options: CallOptions, cwd = workingDirectory()): CallSettings => {
    const environment = environmentAt(options.environment ?? bound.environment ?? process.env, cwd)
    return {
      trackingUri: options.trackingUri ?? bound.trackingUri,
      registryUri: options.registryUri ?? bound.registryUri,
      signal: options.signal,
      backends: [...(options.backends ?? []), ...(bound.backends ?? []), localBackend(), httpBackend()],
      findBackend,
      http: options.http ?? bound.http ?? {},
      pools,
      budget,
      environment,
      onRetry: showableRetries(options.onRetry ?? bound.onRetry, environment),
      allowedSchemes: options.allowedSchemes ?? bound.allowedSchemes,
      allowedHosts: options.allowedHosts ?? bound.allowedHosts,
      allowLocalArtifacts: options.allowLocalArtifacts ?? bound.allowLocalArtifacts ?? false,
      cwd,
    }
  }
  const call = async <Options extends CallOptions, Result>(
    options: Options,
    operation: (settings: CallSettings, options: Options) => Promise<Result>,
    check: (options: Options) => void = () => undefined,
  ): Promise<Result> => {
    const given = checkedOptions(options, check)
    given.signal?.throwIfAborted()
    return await showableFailures(settings(given), (known) => operation(known, given))
  }
  async function* walk(
    source: ArtifactSource,
    options: ListArtifactsOptions,
    cwd: string,
  ): AsyncGenerator<FileInfo> {
    const given = checkedOptions(options, checkListOptions)
    given.signal?.throwIfAborted()
    yield* showableEntries(settings(given, cwd), (known) => walkArtifacts(source, given, known))
  }
  return {
    downloadArtifacts: (source, options = {}) =>
      call(options, (known, given) => downloadArtifacts(source, given, known), checkDownloadOptions),
    listArtifacts: (source, options = {}) =>
      call(options, (known, given) => listArtifacts(source, given, known), checkListOptions),
    loadText: (source, options = {}) => call(options, (known) => loadText(source, known)),
    loadDict: (source, options = {}) => call(options, (known) => loadDict(source, known)),
    loadImage: (source, options = {}) => call(options, (known) => loadImage(source, packages.sharp, known)),
    walkArtifacts: (source, options = {}) => walk(source, options, workingDirectory()),
    statArtifact: (source, options = {}) => call(options, (known) => statArtifact(source, known)),
    openArtifact: (source, options = {}) =>
      call(options, (known, given) => openArtifact(source, given, known), checkOpenOptions),
    resolveArtifact: (source, options = {}) => call(options, (known) => resolveArtifact(source, known)),
  }
}
