import type { Settings } from '../../../src/simulator/settings.ts';
import { type Chance, chance } from '../kernel/chance.ts';
import { type Mishap, mishapClasses, type MishapClass } from '../kernel/mishaps.ts';
import { cast, crowdNames, leadNames, type ObjectName } from './cast.ts';
import type { Deed } from './deeds.ts';

/** One history to be: who does what when, what goes wrong, and how slow AWS is. Plain data; the same schedule always runs the same way. */
export interface Schedule {
  readonly seed: number;
  readonly deeds: readonly Deed[];
  readonly mishaps: readonly Mishap[];
  readonly settings: Partial<Settings>;
}

const second = 1_000;
const minute = 60 * second;

/** How many events of a class a history has, about: where its mishaps fall. */
const spans: Readonly<Record<MishapClass, number>> = {
  effect: 32,
  'kube write': 28,
  'kube read': 16,
  'watch event': 45,
  'aws write': 7,
  'aws batch': 2,
  sts: 4,
  'aws read': 50,
  'aws list': 25,
  'aws description': 6,
  'aws read by id': 24,
};
const classes = (Object.keys(mishapClasses) as readonly MishapClass[]).filter((of) => of !== 'aws read by id');

export function scheduleOf(seed: number): Schedule {
  const dice = chance(seed);
  const trouble = doubleTrouble(dice);
  const deeds = [...story(dice), ...(trouble.length > 0 && dice.happens(0.25) ? blindly(dice) : [])];
  const hurried = deeds.some((deed) => deed.do === 'clock twice as fast');
  const mishaps = [...misfortunes(dice), ...trouble];
  const settings = slowness(dice, (hurried ? 0.5 : 3) * minute);
  return { seed, deeds, mishaps: [...mishaps, ...blindMoment(dice)], settings };
}

function misfortunes(dice: Chance): readonly Mishap[] {
  return Array.from({ length: dice.whole(4, 9) }, () => {
    const of = dice.pick(classes);
    return { class: of, kind: dice.pick(mishapClasses[of]), at: dice.whole(1, spans[of]) };
  });
}

/** Once at most: that AWS does not deny twice in succession what exists, once it has shown it, is assumed. */
function blindMoment(dice: Chance): readonly Mishap[] {
  if (!dice.happens(0.3)) return [];
  return [{ class: 'aws read by id', kind: 'not found though it exists', at: dice.whole(1, spans['aws read by id']) }];
}

/** A write that may have been carried out, and is refused as it is sent again: seldom by lot, and the hardest to tell from one that was not. */
function doubleTrouble(dice: Chance): readonly Mishap[] {
  if (!dice.happens(0.15)) return [];
  const at = dice.whole(1, 4);
  return [
    { class: 'aws write', kind: dice.pick(['timed out after', 'cut after', '5xx after', 'carried out late'] as const), at },
    { class: 'aws write', kind: dice.pick(['denied for a while', 'refused by a quota'] as const), at: at + 1 },
  ];
}

/** Nobody can look whether it was carried out just when it would be time to: a grace after it may have been. */
function blindly(dice: Chance): readonly Deed[] {
  const at = dice.whole(5 * minute, 6.5 * minute);
  return [
    { at, do: 'reads fail' },
    { at: at + 2 * minute, do: 'reads fail' },
  ];
}

/**
 * From when a create is sent until AWS shows what it made is less than the five minutes of grace, as the operator's clock counts them: the one
 * assumption that is not broken here. A create may be carried out as late as 100 seconds after it was sent. On a clock that runs twice as
 * fast, five minutes are half as long.
 */
function slowness(dice: Chance, longestHidden: number): Partial<Settings> {
  return {
    seed: dice.whole(1, 4),
    pageSize: dice.pick([1, 2, 100, 100]),
    emptyFirstPages: dice.happens(0.3),
    createVisibleMs: dice.pick([0, 0, 2 * second, 2 * second, 30 * second, longestHidden]),
    tagFilterLagMs: dice.pick([0, 10 * second, 10 * second, longestHidden]),
    endpointPendingMs: dice.pick([second, second, minute]),
    endpointDeletingMs: dice.pick([second, second, 2 * minute]),
    endpointModifyMs: dice.pick([second, second, 30 * second]),
    tombstoneMs: dice.pick([second, minute]),
    serviceDeletingMs: dice.pick([second, 30 * second]),
    serviceUnreadyMs: dice.pick([0, 0, 10 * second, 90 * second]),
    otherNotFoundCodes: dice.happens(0.3),
  };
}

/** Two or three objects are made; they are edited, disturbed and deleted within a few minutes. */
function story(dice: Chance): readonly Deed[] {
  const span = dice.pick([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 1, 2, 2, 4, 6]) * minute;
  const objects = withTheirServices(someOf<ObjectName>(dice, leadNames, dice.pick([2, 2, 2, 2, 2, 3])));
  const deeds: Deed[] = objects.flatMap((object) => [
    { at: dice.whole(0, span / 8), do: 'create', object },
    ...Array.from({ length: dice.pick([1, 1, 1, 1, 2]) }, () => happening(dice, object, span)),
    ...(dice.happens(0.5) ? ([{ at: dice.whole(span / 4, span), do: 'delete', object }] as const) : []),
    ...(dice.happens(0.15) ? ([{ at: dice.whole(span / 2, span), do: 'create', object }] as const) : []),
  ]);
  for (let more = dice.pick([0, 1, 1, 1, 2]); more > 0; more -= 1) deeds.push(...disturbance(dice, span));
  if (dice.happens(0.015)) deeds.push(...crowded(dice, span));
  return deeds.toSorted((a, b) => a.at - b.at);
}

/** Many objects come at one moment, and perhaps go at another. */
function crowded(dice: Chance, span: number): readonly Deed[] {
  const [came, went] = [dice.whole(0, span / 2), dice.whole(span / 2, span)];
  const goes = dice.happens(0.5);
  return crowdNames.flatMap((object) => [
    { at: came, do: 'create', object } as const,
    ...(goes ? [{ at: went, do: 'delete', object } as const] : []),
  ]);
}

function happening(dice: Chance, object: ObjectName, span: number): Deed {
  const at = dice.whole(span / 16, span);
  const kind = cast[object].kind;
  if (dice.happens(0.55)) return { at, do: 'edit', object, edit: dice.whole(0, cast[object].edits.length - 1) };
  const any = [
    'delete behind its back',
    'tag by hand',
    'strip its tags',
    'claim for another cluster',
    'ask for a fresh look',
    'pause',
    'go on',
  ] as const;
  const only = object === 'to-pay' ? 'reject by hand' : kind === 'EndpointService' ? 'a stranger connects' : 'ask for a fresh look';
  return { at, do: dice.pick([...any, only, only]), object };
}

/** An endpoint to a service that nobody makes has nothing to do. */
function withTheirServices(objects: readonly ObjectName[]): readonly ObjectName[] {
  return objects.includes('to-pay') ? [...new Set<ObjectName>(['pay', ...objects])] : objects;
}

function disturbance(dice: Chance, span: number): readonly Deed[] {
  const at = dice.whole(span / 16, span);
  const after = at + dice.whole(10 * second, span);
  const one = dice.pick([
    'crash',
    'compact',
    'clock',
    'role',
    'move the access',
    'reads fail',
    'lower the quota',
    'expire sessions',
    'replace the load balancer',
  ] as const);
  if (one === 'role')
    return [
      { at, do: 'revoke the role' },
      { at: after, do: 'restore the role' },
    ];
  if (one === 'move the access')
    return [
      { at, do: one },
      { at: after, do: 'move the access back' },
    ];
  if (one !== 'clock') return [{ at, do: one }];
  const jump = dice.pick(['clock ahead', 'clock back', 'clock twice as fast'] as const);
  return jump === 'clock twice as fast'
    ? [
        { at, do: jump },
        { at: after, do: 'clock right' },
      ]
    : [{ at, do: jump }];
}

function someOf<T>(dice: Chance, all: readonly T[], count: number): readonly T[] {
  const rest = [...all];
  return Array.from({ length: count }, () => rest.splice(dice.whole(0, rest.length - 1), 1)).flat();
}
