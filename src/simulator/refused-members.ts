import type { Operation, Operations } from './operations.ts';
import { allOperations } from './registry.ts';
import { refusedPaths } from './wire/members.ts';

export interface RefusedMembers {
  readonly service: Operation['service'];
  readonly action: string;
  /** Paths of leaf members; a request that has one is refused with `UnsupportedOperation`, which names it. */
  readonly members: readonly string[];
}

/** What each operation refuses by name, of all that AWS's schemas allow. */
export function refusedMembers(operations: Operations = allOperations): readonly RefusedMembers[] {
  return operations
    .map((operation) => ({ service: operation.service, action: operation.action, members: refusedPaths(operation) }))
    .sort((left, right) => compare(`${left.service} ${left.action}`, `${right.service} ${right.action}`));
}

/** The text of docs/simulator-refused-members.md. */
export function refusedMembersDocument(): string {
  const all = refusedMembers();
  const services = [...new Set(all.map(({ service }) => service))];
  const sections = all.filter(({ members }) => members.length > 0).map(section);
  return [
    '# What the simulator refuses',
    '',
    'Generated from the schemas in the AWS SDK and from what the handlers declare to read. Every operation that is not named here answers',
    '`InvalidAction`. A member that is listed here answers `UnsupportedOperation` with its name; no member is ignored.',
    '',
    ...services.flatMap((service) => [completeLine(service, all), '']),
    ...sections,
  ].join('\n');
}

function completeLine(service: RefusedMembers['service'], all: readonly RefusedMembers[]): string {
  const complete = all.filter((each) => each.service === service && each.members.length === 0);
  return `Nothing is refused, in ${service}, by ${complete.map(({ action }) => `\`${action}\``).join(', ')}.`;
}

function section({ service, action, members }: RefusedMembers): string {
  return [`## ${service} ${action}`, '', ...members.map((member) => `- \`${member}\``), ''].join('\n');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
