import { randomLabel } from '../../random.ts';
import { publicTexts } from '../../resolver/public-texts.ts';
import type { EndpointService, World } from '../../world.ts';
import { invalidParameter } from './errors.ts';

const label = /^[a-z0-9_]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A name as just set: to be verified by a TXT record that only this service has. */
export function unverifiedName(name: string, world: World): NonNullable<EndpointService['privateDNS']> {
  checkName(name);
  return {
    name,
    state: 'pendingVerification',
    recordName: `_${randomLabel(20, world.random)}`,
    recordValue: `vpce:${randomLabel(20, world.random)}`,
  };
}

function checkName(name: string): void {
  const labels = name.replace(/^\*\./, '').split('.');
  if (labels.length < 2 || name.length > 255 || !labels.every((each) => label.test(each))) {
    throw invalidParameter(`Invalid private DNS name: '${name}'`);
  }
}

/** Starts AWS's look-up in public DNS; the result is there after a while. */
export function startVerification(service: EndpointService, world: World): void {
  const checked = service.privateDNS;
  if (!checked) throw invalidParameter(`The VPC endpoint service ${service.id} has no private DNS name.`);
  world.after(world.settings.verificationMs, () => {
    // Another name may have been set meanwhile.
    if (service.privateDNS === checked) checked.state = isPublished(checked, world) ? 'verified' : 'failed';
  });
}

/** The record is below the domain or one of its parents, or at the domain itself. Values are case-sensitive, names are not. */
function isPublished({ name, recordName, recordValue }: NonNullable<EndpointService['privateDNS']>, world: World): boolean {
  const domain = name.replace(/^\*\./, '').toLowerCase();
  const parts = domain.split('.');
  const parents = parts.slice(0, -1).map((_part, index) => parts.slice(index).join('.'));
  const places = [domain, ...parents.map((parent) => `${recordName}.${parent}`.toLowerCase())];
  return places.some((place) => publicTexts(place, world).includes(recordValue));
}
