import { gcs } from '@mlflow-artifacts/repo-gcs'
import { main } from './read-and-download.mjs'

void main([gcs()])
