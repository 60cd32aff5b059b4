/** Where the model is known to answer otherwise than the real server. Whatever is not here must be equal. */
export const knownDifferences: readonly { readonly where: string; readonly because: string; readonly so: string }[] = [
  {
    where: 'a write that CEL rules of our CRDs refuse',
    because: 'the model has no CEL: people in the simulation write specs that the rules allow',
    so: 'where rules alone refuse, the model is not shown the write; complaints of rules beside others are left out',
  },
  {
    where: 'a patch whose ignored half (status of a patch of the object, spec of one of its status) has values of wrong types',
    because:
      'the real server drops managedFields over it, which is a write and a resourceVersion of its own; the model has no managedFields',
    so: 'ignored halves are generated with the right types',
  },
  {
    where: "a patch of an object's deletionTimestamp",
    because: 'on an object that is being deleted it changes nothing but who manages that field, again a write of managedFields alone',
    so: 'none is generated',
  },
  {
    where: 'the words of a refusal for what is invalid (422)',
    because: 'nobody reads them but people',
    so: 'code, reason, and the fields with what is wrong with each are compared',
  },
  {
    where: 'a page or a watch from before a compaction (410)',
    because: 'the real server compacts by the clock, every five minutes',
    so: "the model's answers are held by unit tests",
  },
  {
    where: 'a patch that changes nothing, with the resourceVersion before the newest, where both versions are stored as the same bytes',
    because:
      'the real server tries it on its watch cache first: while that lags behind etcd, it finds nothing to write and answers 200; the model always says 409',
    so: 'a history that differs is carried out once more, and counts unless it is equal then; each of those is printed',
  },
];
