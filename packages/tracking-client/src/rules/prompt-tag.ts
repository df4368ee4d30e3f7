/** The tag, whatever its value, that marks a registered model as a prompt. */
export const PROMPT_TAG = 'mlflow.prompt.is_prompt'
