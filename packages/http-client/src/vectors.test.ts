import { asString, ofStrings, runVectors } from '../../../vectors/run-vectors.ts'
import { prepareUrl } from './index.ts'

runVectors('http-client', {
  'requests.prepared_url': ofStrings((url) => prepareUrl(url)),
  'requests.prepared_url_with_params': ([path]) => prepareUrl('http://h:1/l', [['path', asString(path)]]),
})
