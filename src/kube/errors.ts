/** A refusal by the API server, read from its `Status` body. The message never carries headers or the raw body. */
export class KubeError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(refusal: { readonly status: number; readonly reason: string; readonly message: string }) {
    super(refusal.message);
    this.name = 'KubeError';
    this.status = refusal.status;
    this.reason = refusal.reason;
  }
}

/** No answer from the API server: whether the request was carried out is not known. */
export class KubeUnreachableError extends Error {
  constructor(what: string, cause: unknown) {
    super(`${what}: no answer from the API server: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'KubeUnreachableError';
  }
}

export const isNotFound = (error: unknown): boolean => hasStatus(error, 404);
export const isConflict = (error: unknown): boolean => hasStatus(error, 409);
/** The resourceVersion asked for is no longer kept: list anew. */
export const isGone = (error: unknown): boolean => hasStatus(error, 410);

function hasStatus(error: unknown, status: number): boolean {
  return error instanceof KubeError && error.status === status;
}

/** Reads an error reply; a body that is no `Status` (a proxy's page) leaves just the code. */
export function kubeError(status: number, body: string): KubeError {
  const parsed = parseStatus(body);
  return new KubeError({
    status,
    reason: parsed?.reason ?? 'Unknown',
    message: parsed?.message ?? `the API server answered ${status}`,
  });
}

interface StatusBody {
  readonly kind?: string;
  readonly reason?: string;
  readonly message?: string;
}

function parseStatus(body: string): StatusBody | undefined {
  try {
    const parsed = JSON.parse(body) as StatusBody | null;
    return parsed?.kind === 'Status' ? parsed : undefined;
  } catch {
    // Not JSON: the status code says all there is.
    return undefined;
  }
}
