import { redactUri } from '@mlflow-artifacts/uri-parsing'

/**
 * What a text that leads to nothing may have been meant as: the id of a run or a logged model, a model by its alias;
 * `undefined`: it looks like a path.
 */
export function sourceHint(text: string): string | undefined {
  const [, name = '', below = ''] = /^([^/]*)(\/.*)?$/s.exec(text) ?? []
  if (/^[0-9a-f]{32}$/.test(name))
    return `It looks like the id of a run: write runs:/${name}${below || '/'}, or { runId: '${name}' }.`
  if (/^m-[0-9a-f]{32}$/.test(name)) return `It looks like the id of a logged model: write models:/${text}.`
  if (/^[\w .-]+@[\w-]+$/.test(name)) return `It looks like a model and its alias: write models:/${text}.`
  return undefined
}

/**
 * The source, and the tracking URI that goes with it, of a page that MLflow shows in the browser; `undefined`: it is none.
 *
 * @param uri - as it was typed
 */
export function sourceOfPage(uri: string): string | undefined {
  const [, server = '', page = ''] = /^(https?:\/\/[^#?]*?)\/*(?:\?[^#]*)?#(\/.*)$/is.exec(uri) ?? []
  if (page === '') return undefined
  const [, runId, artifacts] =
    /^\/experiments\/[^/]+\/runs\/([^/?]+)(?:\/artifacts\/([^?]*))?/.exec(page) ?? []
  const [, modelId] = /\/models\/(m-[0-9a-f]{32})\b/.exec(page) ?? []
  const [, model, version] = /^\/models\/([^/?]+)(?:\/versions\/(\d+))?/.exec(page) ?? []
  const source =
    runId !== undefined
      ? `runs:/${runId}/${artifacts ?? ''}`
      : modelId !== undefined
        ? `models:/${modelId}`
        : model !== undefined
          ? `models:/${model}/${version ?? 'latest'}`
          : 'runs:/<run id>/ or models:/<name>/<version>'
  return `It is a page of the browser: write ${source}, with ${redactUri(server)} as trackingUri.`
}
