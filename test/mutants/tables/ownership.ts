import type { Mutant } from '../mutant.ts';

/** Bugs that touch what is somebody else's. */
export const ownership: readonly Mutant[] = [
  {
    name: 'the account is not pinned',
    row: 'Leak: hive 2663, the wrong place looked at',
    file: 'src/engine/admission.ts',
    find: '  if (moved !== undefined) return held(moved);\n',
    replace: '',
  },
  {
    name: 'owner tags are not checked before a change',
    row: 'prototype: no ownership check',
    file: 'src/core/lifecycle.ts',
    find: "if (seen.ownership !== 'ours') return",
    replace: "if (seen.ownership !== 'ours' && input.deleting) return",
  },
  {
    name: 'owner tags are not checked before a delete',
    row: 'prototype: no ownership check',
    file: 'src/core/lifecycle.ts',
    find: "if (seen.ownership !== 'ours') return",
    replace: "if (seen.ownership !== 'ours' && !input.deleting) return",
  },
  {
    name: 'whose cluster it is does not matter',
    row: 'Leak: hive 2663, prove ownership',
    file: 'src/core/ownership.ts',
    find: '([ownerTagKeys.cluster, ownerTagKeys.kind,',
    replace: '([ownerTagKeys.kind,',
  },
  {
    name: 'ours by UID alone',
    row: 'Leak: hive 2663, prove ownership',
    file: 'src/core/ownership.ts',
    find: "if (!same) return 'foreign';",
    replace: "if (!same && tags[ownerTagKeys.uid] !== identity.uid) return 'foreign';",
  },
  {
    name: 'reads are shared between accounts',
    row: 'Leak: hive 2663, the wrong place looked at',
    file: 'src/engine/reader.ts',
    find: '`${accessKey(scope.access)} ${scope.region} ',
    replace: '`${scope.region} ',
  },
  {
    name: 'one session for all roles',
    row: 'Leak: hive 2663, the wrong place looked at',
    file: 'src/aws/credentials.ts',
    find: 'const key = accessKey(access);',
    replace: "const key = 'role';",
  },
  {
    name: "an endpoint's service is not compared",
    row: 'prototype: immutable field ignored',
    file: 'src/kinds/interface-endpoint/assessment.ts',
    find: 'if (endpoint !== undefined && endpoint.serviceName !== serviceName.value) return replaced(endpoint, serviceName.value);',
    replace: '',
    survives:
      'AWS ends the endpoints of a service that goes, so the object is not Ready either way: only the words differ, which unit tests hold',
  },
  {
    name: 'the first access serves everybody',
    row: 'Leak: hive 2663, the wrong place looked at',
    file: 'src/engine/access.ts',
    find: 'accesses.filter((access) => admits(specOf(access), object.namespace, labels))',
    replace: 'accesses.slice(0, 1)',
  },
];
