import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './copy.ts';
import { edited } from './edit.ts';
import { type Catch, hunt } from './hunt.ts';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { found, table, told } from './report.ts';

const usage = `npm run mutants -- [options]
  --only WORDS     those whose name has these words
  --seed N         the first seed of each hunt (1 unless given)
  --seconds N      the time limit of one mutant (60 unless given)`;

/** Percent. */
const enough = 95;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    help: { type: 'boolean' },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.help === true) say(usage);
else process.exitCode = (await isSharpEnough()) ? 0 : 1;

/** Whether the simulation finds what it has to, and nothing where nothing is planted. */
async function isSharpEnough(): Promise<boolean> {
  const chosen = mutants.filter(({ name }) => name.includes(values.only));
  for (const mutant of mutants) edited(readFileSync(join(root, mutant.file), 'utf8'), mutant);
  const hunting = { seed: Number(values.seed), seconds: Number(values.seconds) };
  say(`${chosen.length} mutants, schedules from seed ${hunting.seed}, at most ${hunting.seconds} s each`);
  const sane = await hunt(undefined, { ...hunting, workers: availableParallelism() });
  say(`the operator as it is: ${told(sane)}`);
  if (sane.end !== 'nothing found') return false;
  const ends = new Map<Mutant, Catch>();
  const waiting = [...chosen];
  const lane = async (): Promise<void> => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const end = await hunt(mutant, { ...hunting, workers: 1 });
      ends.set(mutant, end);
      say(`${mutant.name}: ${told(end)}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  for (const line of table(ends)) say(line);
  say(`${found(ends)} of ${ends.size} found`);
  return found(ends) * 100 >= ends.size * enough;
}
