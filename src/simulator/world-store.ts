import { createAgenda } from './agenda.ts';
import type { Clock } from './clock.ts';
import { randomHex, seededRandom } from './random.ts';
import { regionZones } from './regions.ts';
import type { Settings } from './settings.ts';
import type { World } from './world.ts';
import { zoneNames } from './zone-names.ts';

/** An empty world: zones, and nothing in them. */
export function createWorld(settings: Settings, clock: Clock): World {
  const random = seededRandom(`world ${settings.seed}`);
  const names = zoneNames(settings.seed, regionZones);
  const agenda = createAgenda(clock);
  return {
    clock,
    settings,
    zones: new Map(regionZones),
    vpcs: new Map(),
    subnets: new Map(),
    securityGroups: new Map(),
    networkInterfaces: new Map(),
    instances: new Map(),
    loadBalancers: new Map(),
    listeners: new Map(),
    targetGroups: new Map(),
    endpointServices: new Map(),
    endpoints: new Map(),
    notifications: new Map(),
    roles: new Map(),
    publicTxtRecords: new Map(),
    hostedZones: new Map(),
    routeChanges: new Map(),
    callerReferences: new Map(),
    peerings: [],
    sessions: new Map(),
    clientTokens: new Map(),
    random,
    newID: (prefix) => `${prefix}-0${randomHex(16, random)}`,
    zoneName: names.name,
    zoneID: names.id,
    after: agenda.after,
    settle: agenda.settle,
  };
}
