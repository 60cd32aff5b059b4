/** Runs jobs so many side by side, in their order. A job may add others to the end of the queue. */
export async function inLanes(lanes: number, queue: (() => Promise<void>)[]): Promise<void> {
  const lane = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
