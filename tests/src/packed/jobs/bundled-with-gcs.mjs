import { gcs } from '@mlflow-artifacts/repo-gcs'
import { main } from './bundled.mjs'

void main([gcs()])
