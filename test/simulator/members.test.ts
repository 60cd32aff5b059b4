import { describe, expect, test } from 'vitest';
import { allOperations } from '../../src/simulator/registry.ts';
import { refusedMembers, refusedMembersDocument } from '../../src/simulator/refused-members.ts';
import { alwaysRead, memberPaths } from '../../src/simulator/wire/members.ts';

describe('every member of every operation is either read or refused:', () => {
  test.each(allOperations)('$action', (operation) => {
    const known = new Set(memberPaths(operation));
    // A path that the schema does not have would hide a misspelling, and let the true member be refused.
    expect([...operation.reads].filter((path) => !known.has(path))).toEqual([]);
    const refused = refusedMembers([operation])[0]?.members ?? [];
    expect([...operation.reads, ...refused, ...alwaysRead].filter((path) => known.has(path)).sort()).toEqual([...known].sort());
  });
});

test('no operation is registered twice', () => {
  const names = allOperations.map(({ service, action }) => `${service} ${action}`);
  expect(names).toEqual([...new Set(names)]);
});

test('the document names each refused member under its operation', () => {
  const text = refusedMembersDocument();
  expect(text).toContain('## ec2 CreateVpcEndpoint\n\n- `RouteTableIds`\n');
  for (const { members } of refusedMembers()) for (const member of members) expect(text).toContain(`- \`${member}\``);
});
