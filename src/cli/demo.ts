import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Told, tellOfSignals, untilAborted } from './demo/ending.ts';
import { manyVPCs } from './demo/many-vpcs/story.ts';
import { createNarrator, type Narrator } from './demo/narrator.ts';
import type { Play } from './demo/play.ts';
import { raise, type Stagehands, type Theatre } from './demo/raise.ts';
import { forgetOwnAws } from './demo/settings.ts';
import { tally } from './demo/tally.ts';
import { zones } from './demo/zones/story.ts';

const plays: ReadonlyMap<string, Play> = new Map([
  ['zones', zones],
  ['many-vpcs', manyVPCs],
]);

const keep = process.argv.includes('--keep');
/** Leaves the operator out: the demo must then fail, or it would show nothing. */
const withoutOperator = process.argv.includes('--without-operator');

// A step that an interruption leaves half done must not keep the process alive.
process.exit(await main());

/** The one that is named, or the first. */
function chosenPlay(): Play | undefined {
  const [name = 'zones'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  return plays.get(name);
}

/** Answers the exit code. Whatever happens, nothing that was started outlives this. */
async function main(): Promise<number> {
  const play = chosenPlay();
  if (play === undefined) {
    process.stderr.write(`There is no such demo. There are: ${[...plays.keys()].join(', ')}\n`);
    return 1;
  }
  const ending = new AbortController();
  tellOfSignals(ending);
  const folder = await mkdtemp(join(tmpdir(), 'privatelink-operator-demo-'));
  const started = new AsyncDisposableStack();
  started.defer(() => rmSync(folder, { recursive: true, force: true }));
  const narrator = createNarrator((line) => process.stdout.write(`${line}\n`), ending.signal);
  try {
    await Promise.race([perform(narrator, { folder, started, ending, withoutOperator, play }), untilAborted(ending.signal)]);
    return 0;
  } catch (error) {
    const cause: unknown = ending.signal.aborted ? ending.signal.reason : error;
    process.stderr.write(`\n${reasonOf(cause)}\n${cause instanceof Told ? '' : tail(join(folder, 'operator.log'))}`);
    return cause instanceof Told ? cause.exitCode : 1;
  } finally {
    ending.abort(new Error('the demo is over'));
    await started.disposeAsync();
  }
}

async function perform(narrator: Narrator, stagehands: Stagehands): Promise<void> {
  forgetOwnAws(process.env);
  const theatre = await raise(narrator, stagehands);
  await stagehands.play.tell(theatre.stage);
  narrator.say(`\nAWS calls by the operator: ${tally(theatre.stage.operatorCalls())}`);
  if (keep) await stayUp(narrator, theatre, stagehands);
}

async function stayUp(narrator: Narrator, theatre: Theatre, { play, ending }: Stagehands): Promise<void> {
  const { account, region } = play.onlooker;
  narrator.say('\nStill up, until Ctrl-C. In another shell:');
  narrator.say(`  export KUBECONFIG=${theatre.kubeconfig}`);
  narrator.say(`  export AWS_ENDPOINT_URL=${theatre.stage.awsEndpoint} AWS_REGION=${region}`);
  narrator.say(`  export AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=none`);
  narrator.say(`  kubectl apply -f ${play.examples}    # kubectl: ${theatre.kubectl}`);
  await untilAborted(ending.signal);
}

function reasonOf(error: unknown): string {
  if (error instanceof Told) return `${error.message}: everything is taken down.`;
  return `The demo failed: ${error instanceof Error ? error.message : String(error)}`;
}

function tail(logFile: string): string {
  try {
    return `Last lines of the operator's log:\n${readFileSync(logFile, 'utf8').trim().split('\n').slice(-15).join('\n')}\n`;
  } catch {
    // It was never started.
    return 'The operator was not started.\n';
  }
}
