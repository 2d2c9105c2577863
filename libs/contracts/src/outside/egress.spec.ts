import { describe, expect, it } from '@jest/globals';
import { EgressHost, egressAllows, readCallAddress } from './egress.ts';

const hostOf = (text: string) => {
  const read = readCallAddress(text);
  return read.ok ? read.host : read.because;
};

describe('an address that a call may go to', () => {
  it('is read as the host it means', () => {
    expect(hostOf('https://Hooks.Example.org/in?x=1')).toBe('hooks.example.org');
    expect(hostOf('https://hooks.example.org:443/')).toBe('hooks.example.org');
    expect(hostOf('https://hooks.example.org:8443/')).toBe('hooks.example.org:8443');
    expect(hostOf('http://2130706433/')).toBe('127.0.0.1');
    expect(hostOf('http://0x7f.1/')).toBe('127.0.0.1');
    expect(hostOf('http://[::ffff:127.0.0.1]/')).toBe('[::ffff:7f00:1]');
  });

  it('is a web address without a login', () => {
    expect(hostOf('hooks.example.org')).toBe('unreadable');
    expect(hostOf('file:///etc/passwd')).toBe('scheme');
    expect(hostOf('gopher://example.org/')).toBe('scheme');
    expect(hostOf('https://user:word@example.org/')).toBe('login');
  });
});

describe('a list of hosts', () => {
  it('allows what it names and nothing that only looks like it', () => {
    const hosts = ['hooks.example.org', '*.partner.test', 'other.test:8443'];
    expect(egressAllows(hosts, 'hooks.example.org')).toBe(true);
    expect(egressAllows(hosts, 'a.b.partner.test')).toBe(true);
    expect(egressAllows(hosts, 'other.test:8443')).toBe(true);
    for (const host of [
      'example.org',
      'hooks.example.org:8443',
      'hooks.example.org.evil.test',
      'partner.test',
      'evilpartner.test',
      'other.test',
    ])
      expect(egressAllows(hosts, host)).toBe(false);
    expect(egressAllows([], 'hooks.example.org')).toBe(false);
  });

  it('never holds everything, or an address with a path', () => {
    for (const entry of ['*', '*.', 'https://example.org', 'example.org/x', '*.*.org', 'localhost'])
      expect(EgressHost.safeParse(entry).success).toBe(false);
    for (const entry of ['hooks.example.org', '*.example.org', '127.0.0.1:24060', '[2001:db8::1]:443'])
      expect(EgressHost.safeParse(entry).success).toBe(true);
  });
});
