export type { HttpSettings } from '@mlflow-artifacts/http-client'
export {
  type ArtifactBackend,
  type ArtifactContent,
  type ArtifactRepository,
  type BackendContext,
  BackendNotRegisteredError,
  type ByteRange,
  type Checksum,
  EmptySelectionError,
  type ErrorCode,
  type FileInfo,
  type HttpClient,
  IntegrityError,
  MlflowError,
  RestError,
  type RetryEvent,
  TransferError,
  UnsafePathError,
} from '@mlflow-artifacts/repository'
export type { JsonValue } from '@mlflow-artifacts/repository/python'
export type {
  Amount,
  DownloadProgress,
  FinishedFile,
  OverwriteMode,
  Verification,
  VerifyMode,
} from '@mlflow-artifacts/transfer'
export type { Artifacts, OpenArtifactOptions } from './artifacts.ts'
export type { CallOptions, DownloadArtifactsOptions, HttpOptions, ListArtifactsOptions } from './options.ts'
export type { Hop, HopVia, Resolution } from './resolve/resolution.ts'
export type { SharpFactory, SharpImage } from './sharp-image.ts'
export type { ArtifactSource } from './source/artifact-source.ts'
