/** What is to be reached by ours in a case, alone or compared with a peer. */
export interface Target {
  readonly case: string
  readonly figure: TargetFigure
  /** Ours is divided by the peer's. */
  readonly peer?: string
  readonly atMost: number
  /** Would be good, but is not owed. */
  readonly isStretch?: boolean
}

/** Seconds, seconds, MiB, milliseconds, milliseconds. */
export type TargetFigure = 'wall' | 'cpu' | 'memory' | 'loopDelayP99' | 'import'

const WITH_MEMORY = [
  ...['s3-large', 's3-small', 'model-tree', 'proxy-large', 'proxy-small', 'local-large', 'local-small'],
  ...['latency', 'verified-crc32', 'verified-crc32c', 'verified-crc64nvme', 'gcs-large', 'gcs-small'],
  ...['list-100k', 'start-up-import', 'start-up-list'],
]
const AT_FULL_SPEED = [
  ...['s3-large', 'model-tree', 'proxy-large', 'local-large', 'latency', 'gcs-large'],
  ...['s3-small', 'proxy-small', 'local-small', 'gcs-small'],
]

export const TARGETS: readonly Target[] = [
  { case: 's3-large', figure: 'wall', peer: 's5cmd', atMost: 1 },
  { case: 's3-large', figure: 'wall', peer: 'mlflow', atMost: 0.5 },
  { case: 's3-large', figure: 'cpu', peer: 's5cmd', atMost: 1.25 },
  { case: 's3-large', figure: 'cpu', peer: 'aws-sdk', atMost: 0.72 },
  { case: 's3-large', figure: 'wall', peer: 'rclone', atMost: 1.25, isStretch: true },
  { case: 's3-small', figure: 'wall', peer: 's5cmd', atMost: 1.1 },
  { case: 's3-small', figure: 'wall', peer: 'mlflow', atMost: 0.15 },
  { case: 'proxy-large', figure: 'wall', peer: 'curl', atMost: 1.1 },
  { case: 'proxy-small', figure: 'wall', peer: 'mlflow', atMost: 0.5 },
  // Eight ranges are to be 6.5 times as fast as one stream.
  { case: 'latency', figure: 'wall', peer: 'ours-1-stream', atMost: 1 / 6.5 },
  { case: 'start-up-import', figure: 'import', atMost: 60 },
  { case: 'start-up-list', figure: 'cpu', atMost: 0.25 },
  ...WITH_MEMORY.map((name): Target => ({ case: name, figure: 'memory', atMost: 200 })),
  ...AT_FULL_SPEED.map((name): Target => ({ case: name, figure: 'loopDelayP99', atMost: 50 })),
]
