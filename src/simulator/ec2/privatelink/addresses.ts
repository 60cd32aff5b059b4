import { ApiError } from '../../handler.ts';
import type { Subnet } from '../../world.ts';
import { invalidParameter } from './errors.ts';

/** AWS keeps the first four addresses of a subnet and the last. */
const reservedAtStart = 4;
const reservedAtEnd = 1;

interface Range {
  readonly base: number;
  readonly size: number;
}

/** Takes the lowest free address of the subnet. */
export function takeAddress(subnet: Subnet): string {
  const { base, size } = rangeOf(subnet);
  for (let offset = reservedAtStart; offset < size - reservedAtEnd; offset += 1) {
    const address = formatAddress(base + offset);
    if (subnet.usedAddresses.has(address)) continue;
    subnet.usedAddresses.add(address);
    return address;
  }
  throw noFreeAddress(subnet);
}

export function freeAddressCount(subnet: Subnet): number {
  return rangeOf(subnet).size - reservedAtStart - reservedAtEnd - subnet.usedAddresses.size;
}

export function noFreeAddress(subnet: Subnet): ApiError {
  const message = `There are insufficient free addresses in subnet '${subnet.id}'`;
  return new ApiError('InsufficientFreeAddressesInSubnet', message);
}

/** Refuses an address that the subnet does not have, that AWS keeps, or that is taken. */
export function checkAddress(subnet: Subnet, address: string): void {
  if (!isUsable(subnet, address)) {
    throw invalidParameter(`The address ${address} cannot be used: it is outside subnet ${subnet.id} (${subnet.cidr}) or reserved by AWS.`);
  }
  if (subnet.usedAddresses.has(address)) {
    throw new ApiError('Resource.AlreadyAssigned', `The address ${address} is already in use in subnet ${subnet.id}.`);
  }
}

export function isFree(subnet: Subnet, address: string): boolean {
  return isUsable(subnet, address) && !subnet.usedAddresses.has(address);
}

function isUsable(subnet: Subnet, address: string): boolean {
  const { base, size } = rangeOf(subnet);
  const offset = parseAddress(address) - base;
  return offset >= reservedAtStart && offset < size - reservedAtEnd;
}

function rangeOf({ cidr }: Subnet): Range {
  const [address = '', bits = ''] = cidr.split('/');
  return { base: parseAddress(address), size: 2 ** (32 - Number(bits)) };
}

/** NaN for what is no IPv4 address, so that every comparison with it fails. */
function parseAddress(text: string): number {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return Number.NaN;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}
