import { BlockList, isIP } from 'node:net';

/** Networks that are nobody's on the open internet, or that lead back inside (IANA special-purpose registries). */
const INSIDE_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];

/**
 * Of IPv6 only global unicast is outside at all, which leaves out loopback, link-local, unique local, multicast and every
 * form that wraps an IPv4 address (`::ffff:0:0/96`, `64:ff9b::/96`); these are its exceptions, 6to4 and Teredo among them.
 */
const GLOBAL_V6 = '2000::/3';
const INSIDE_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

function listOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length = '0'] = network.split('/');
    list.addSubnet(address, Number(length), family);
  }
  return list;
}

const insideV4 = listOf(INSIDE_V4, 'ipv4');
const globalV6 = listOf([GLOBAL_V6], 'ipv6');
const insideV6 = listOf(INSIDE_V6, 'ipv6');

/** Whether an IP address is one of the open internet. Anything that is no IP address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !insideV4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  return globalV6.check(address, 'ipv6') && !insideV6.check(address, 'ipv6');
}
