import { parse } from 'yaml';
import { ApiError } from './handler.ts';
import type { WorldFile } from './world-file-schema.ts';
import { worldFileSchema } from './world-file-schema.ts';
import { applyAccount, applyHostedZones } from './world-file-apply.ts';
import { addPeerings } from './world-file-dns.ts';
import { WorldFileError } from './world-file-error.ts';
import type { World } from './world.ts';

export { WorldFileError } from './world-file-error.ts';
export type { WorldFile } from './world-file-schema.ts';

/** Reads YAML or JSON. Throws `WorldFileError`. Its `settings` are for `startSimulator`, which makes the world. */
export function parseWorldFile(text: string): WorldFile {
  const result = worldFileSchema.safeParse(parseText(text));
  if (result.success) return result.data;
  throw new WorldFileError(result.error.issues.map(({ path, message }) => `${placeText(path)}: ${message}`).join('\n'));
}

function parseText(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new WorldFileError(`the file is neither YAML nor JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function placeText(path: readonly PropertyKey[]): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return text === '' ? 'the file' : text.replace(/^\./, '');
}

/** Puts what the file describes into the world, as if it had been there for a day: visible, active, targets past their first checks. */
export function applyWorldFile(file: WorldFile, world: World): void {
  const day = 86_400_000;
  const earlier: World = { ...world, clock: { ...world.clock, now: () => world.clock.now() - day } };
  const seen = new Set<string>();
  for (const [index, account] of file.accounts.entries()) {
    const place = `accounts[${index}]`;
    if (seen.has(account.id)) throw new WorldFileError(`${place}: the account ${account.id} is there twice`);
    seen.add(account.id);
    placed(place, () => applyAccount(account, { world: earlier, place }));
  }
  // After all accounts: zones and peerings join the VPCs of several.
  for (const [index, account] of file.accounts.entries()) {
    const place = `accounts[${index}]`;
    placed(place, () => applyHostedZones(account, { world: earlier, place }));
  }
  addPeerings(file.peerings, world);
  for (const [name, values] of Object.entries(file.publicTxtRecords)) world.publicTxtRecords.set(name.toLowerCase(), new Set(values));
}

/** What a call would refuse, a file may not say either. */
function placed(place: string, apply: () => void): void {
  try {
    apply();
  } catch (error) {
    throw error instanceof ApiError ? new WorldFileError(`${place}: ${error.message}`, { cause: error }) : error;
  }
}

/** Reads a world file into a world. Its settings count only if the world was made with them. */
export function loadWorld(text: string, world: World): WorldFile {
  const file = parseWorldFile(text);
  applyWorldFile(file, world);
  return file;
}
