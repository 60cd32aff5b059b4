import type {
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeRegionsRequest,
  DescribeRegionsResult,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../filters.ts';
import { matchesFilters, never } from '../../filters.ts';
import type { Caller } from '../../handler.ts';
import { ApiError } from '../../handler.ts';
import type { Checked } from '../../operations.ts';

interface Zone {
  readonly id: string;
  readonly name: string;
}

/** The zone that a request names, by name or by ID, in the caller's Region; its first where it names none. */
export function chosenZone({ name, id }: { readonly name: string | undefined; readonly id: string | undefined }, caller: Caller): string {
  if (name !== undefined && id !== undefined) {
    throw new ApiError('InvalidParameterCombination', 'Only one of AvailabilityZone and AvailabilityZoneId may be given.');
  }
  const zones = zonesOf(caller);
  const zone = zones.find((candidate) => (id === undefined ? name === undefined || candidate.name === name : candidate.id === id));
  if (zone) return zone.id;
  throw new ApiError(
    'InvalidParameterValue',
    `Value (${name ?? id}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((each) => each.name).join(', ')}.`,
  );
}

function zonesOf({ world, account, region }: Caller): Zone[] {
  const zones = (world.zones.get(region) ?? []).map((id) => ({ id, name: world.zoneName(account, id) }));
  return zones.sort((left, right) => left.name.localeCompare(right.name));
}

function zoneFilters({ region }: Caller): FilterFields<Zone> {
  return {
    fields: {
      'group-name': () => `${region}-zg-1`,
      'opt-in-status': () => 'opt-in-not-required',
      'region-name': () => region,
      state: () => 'available',
      'zone-id': ({ id }) => id,
      'zone-name': ({ name }) => name,
      'zone-type': () => 'availability-zone',
      ...never(['group-long-name', 'message', 'parent-zone-id', 'parent-zone-name']),
    },
  };
}

/** The Region's zones under the caller's own names for them. */
export function describeAvailabilityZones(
  input: Checked<DescribeAvailabilityZonesRequest>,
  caller: Caller,
): DescribeAvailabilityZonesResult {
  const all = zonesOf(caller);
  const { ZoneNames: names, ZoneIds: ids } = input;
  const unknown = [
    ...(names ?? []).filter((name) => !all.some((zone) => zone.name === name)),
    ...(ids ?? []).filter((id) => !all.some((zone) => zone.id === id)),
  ];
  if (unknown.length > 0) throw new ApiError('InvalidParameterValue', `Invalid availability zone: [${unknown.join(', ')}]`);
  const matches = matchesFilters(input.Filters, zoneFilters(caller), caller);
  const zones = all.filter((zone) => (names?.includes(zone.name) ?? true) && (ids?.includes(zone.id) ?? true) && matches(zone));
  return {
    AvailabilityZones: zones.map(({ id, name }) => ({
      ZoneId: id,
      ZoneName: name,
      RegionName: caller.region,
      State: 'available',
      ZoneType: 'availability-zone',
      OptInStatus: 'opt-in-not-required',
      GroupName: `${caller.region}-zg-1`,
      NetworkBorderGroup: caller.region,
      Messages: [],
    })),
  };
}

const regionFilters: FilterFields<string> = {
  fields: {
    endpoint: (region) => `ec2.${region}.amazonaws.com`,
    'opt-in-status': () => 'opt-in-not-required',
    'region-name': (region) => region,
  },
};

export function describeRegions(input: Checked<DescribeRegionsRequest>, caller: Caller): DescribeRegionsResult {
  const all = [...caller.world.zones.keys()];
  const unknown = input.RegionNames?.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new ApiError('InvalidParameterValue', `Region '${unknown}' is not supported`);
  const matches = matchesFilters(input.Filters, regionFilters, caller);
  const regions = all.filter((region) => (input.RegionNames?.includes(region) ?? true) && matches(region));
  return {
    Regions: regions.map((region) => ({ RegionName: region, Endpoint: `ec2.${region}.amazonaws.com`, OptInStatus: 'opt-in-not-required' })),
  };
}
