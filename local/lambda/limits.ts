// docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and configuration-memory.html
export const MEMORY_MEGABYTES = { min: 128, max: 10_240, unset: 128 }
export const TIMEOUT_SECONDS = { min: 1, max: 900, unset: 3 }
/**
 * Of all variables together, as the text of a JSON object: quotes in a value count twice.
 * https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594
 */
export const ENVIRONMENT_BYTES_MAX = 4 * 1024
export const SYNCHRONOUS_PAYLOAD_BYTES_MAX = 6 * 1024 * 1024
export const ASYNCHRONOUS_PAYLOAD_BYTES_MAX = 1024 * 1024
export const LOG_TAIL_BYTES = 4 * 1024

// docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: the init phase
export const INIT_TIMEOUT_MS = 10_000

/** A laptop is not a region: so many environments of one function run at once, further invocations wait for one. */
export const ENVIRONMENTS_MAX = 4
export const ENVIRONMENT_IDLE_MS = 5 * 60_000
