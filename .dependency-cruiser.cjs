/** Data flows one way through the folders: this is the picture of it that fails when it is wrong. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: { path: '^src' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    only('core-imports-nothing', '^src/core/', [], 'core is pure and knows nobody'),
    only('pure-files-of-kinds', '^src/kinds/[^/]+/(plan|status|schema)\\.ts$', ['^src/core/', '^src/kinds/'], 'plans, statuses and schemas are pure'),
    only('kinds', '^src/kinds/', ['^src/core/', '^src/aws/(ports|calls|errors)\\.ts$', '^src/engine/engine\\.ts$'], 'kinds see AWS through the ports only'),
    {
      name: 'kinds-never-call-each-other',
      comment: "a kind reads another's objects from the store, never its code",
      severity: 'error',
      from: { path: '^src/kinds/([^/]+)/' },
      to: { path: '^src/kinds/[^/]+/', pathNot: '^src/kinds/($1|common)/' },
    },
    only('kube', '^src/kube/', ['^src/core/'], 'the Kubernetes layer knows no kind'),
    only('aws', '^src/aws/', ['^src/core/'], 'the AWS layer knows no kind'),
    only('telemetry', '^src/telemetry/', ['^src/core/'], 'telemetry is told, it does not ask'),
    only('engine', '^src/engine/', ['^src/core/', '^src/aws/', '^src/kube/', '^src/kinds/kind\\.ts$', '^src/telemetry/', '^src/config\\.ts$'], 'one engine, generic over kinds'),
    only('simulator-shares-nothing', '^src/simulator/', [], 'the simulator must not inherit our misunderstandings of AWS'),
    { name: 'nobody-imports-the-simulator', severity: 'error', from: { path: '^src/', pathNot: '^src/(simulator|cli)/' }, to: { path: '^src/simulator/' } },
    { name: 'tests-stay-out-of-the-operator', severity: 'error', from: { path: '^src/', pathNot: '^src/cli/' }, to: { path: '^test/' } },
    { name: 'nobody-imports-the-cli', severity: 'error', from: { path: '^src/', pathNot: '^src/cli' }, to: { path: '^src/cli' } },
    { name: 'kubernetes-client-in-one-folder', severity: 'error', from: { path: '^src/', pathNot: '^src/(kube/|main\\.ts$)' }, to: { path: 'node_modules/(@kubernetes|undici)' } },
    { name: 'aws-sdk-in-one-folder', severity: 'error', from: { path: '^src/', pathNot: '^src/(aws|simulator|cli)/' }, to: { path: 'node_modules/@aws-sdk', dependencyTypesNot: ['type-only'] } },
    { name: 'no-orphans-in-dependencies', severity: 'error', from: {}, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
};
