import { randomLabel } from '../random.ts';
import type { World } from '../world.ts';

const length = 20;

/** An ID of a hosted zone (`Z`) or a change (`C`). */
export function newRouteID(letter: 'Z' | 'C', { random }: World): string {
  return `${letter}${randomLabel(length, random).toUpperCase()}`;
}

/** An ID as given in a request, which may begin with the prefix that replies have. */
export function bareID(id: string): string {
  return id.replace(/^\/?(hostedzone|change)\//, '');
}

export function zonePath(id: string): string {
  return `/hostedzone/${id}`;
}
