import type { World } from '../world.ts';
import type { Answer, Negative, Question } from './answers.ts';

const memories = new WeakMap<World, Map<string, { readonly answer: Negative; readonly until: number }>>();

/** What a VPC's resolver still remembers: that a name does not exist, whatever is asked of it, or has nothing of a type. */
export function remembered(vpcID: string, { name, type }: Question, world: World): Negative | undefined {
  const memory = memories.get(world);
  const entries = [memory?.get(`${vpcID} ${name}`), memory?.get(`${vpcID} ${name} ${type}`)];
  return entries.find((entry) => entry !== undefined && entry.until > world.clock.now())?.answer;
}

/** Only what is not there is remembered: to go on answering by what was there would be kind. */
export function remember(
  vpcID: string,
  { name, type }: Question,
  { answer, world }: { readonly answer: Answer; readonly world: World },
): void {
  if (answer.result === 'answered' || answer.rememberedMs === 0) return;
  const memory = memories.get(world) ?? new Map<string, { readonly answer: Negative; readonly until: number }>();
  memories.set(world, memory);
  const key = answer.result === 'no-data' ? `${vpcID} ${name} ${type}` : `${vpcID} ${name}`;
  memory.set(key, { answer, until: world.clock.now() + answer.rememberedMs });
}
