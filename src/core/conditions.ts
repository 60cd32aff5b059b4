/** metav1.Condition. */
export interface Condition extends Detail {
  /** Absent only in the condition that the schema defaults to. */
  readonly observedGeneration?: number | undefined;
  readonly lastTransitionTime: string;
}

/** A condition as a kind computes it: the engine adds times and generation. */
export interface Detail {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/**
 * Details with the times of the conditions they replace: `lastTransitionTime` moves only when `status` does, and is
 * whole seconds because the API server keeps no more. What is not among the details is dropped: abnormal conditions exist only while true.
 */
export function stampConditions(
  details: readonly Detail[],
  previous: readonly Condition[],
  stamp: { readonly now: number; readonly generation: number },
): Condition[] {
  const time = `${new Date(Math.floor(stamp.now / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  return details.map((detail) => {
    const before = previous.find((condition) => condition.type === detail.type);
    const unchanged = before !== undefined && before.status === detail.status && before.observedGeneration !== undefined;
    return {
      type: detail.type,
      status: detail.status,
      reason: detail.reason,
      message: truncate(detail.message, 32_768),
      observedGeneration: stamp.generation,
      lastTransitionTime: unchanged ? before.lastTransitionTime : time,
    };
  });
}

export function findCondition<T extends Detail>(conditions: readonly T[] | undefined, type: string): T | undefined {
  return conditions?.find((condition) => condition.type === type);
}

function truncate(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
