/** Token bucket of one action in one account and Region. */
export interface Bucket {
  readonly capacity: number;
  readonly refillPerSecond: number;
}
