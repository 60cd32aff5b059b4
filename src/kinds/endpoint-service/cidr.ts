import { BlockList } from 'node:net';

/** Whether an IPv4 address lies in a CIDR block. */
export function cidrContains(block: string, address: string): boolean {
  const [network = '', prefix = '32'] = block.split('/', 2);
  const list = new BlockList();
  list.addSubnet(network, Number(prefix));
  return list.check(address);
}
