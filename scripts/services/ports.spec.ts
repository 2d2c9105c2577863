import net, { type AddressInfo } from 'node:net';
import { portTable, readSettings } from '../settings.ts';
import { answers, findFreePorts, obstacleTo, portSentence, portsInUse, requireFreePorts } from './ports.ts';

async function taken(): Promise<{ port: number; close: () => void }> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

describe('ports', () => {
  it('says port, purpose, variable and remedy when one is taken', async () => {
    const { port, close } = await taken();
    const ports = { ...(await findFreePorts()), postgres: port };
    await expect(requireFreePorts({ ...readSettings({}), ports })).rejects.toThrow(
      `Port ${port} for PostgreSQL is in use by another program; stop that program or set GRADUS_PG_PORT to a free port.`,
    );
    expect(await answers('127.0.0.1', port)).toBe(true);
    close();
  });

  it('names every port that is taken, not only the first', async () => {
    const [one, other] = [await taken(), await taken()];
    const ports = { ...(await findFreePorts()), api: one.port, redis: other.port };
    await expect(requireFreePorts({ ...readSettings({}), ports })).rejects.toThrow(
      /GRADUS_API_PORT.*\n.*GRADUS_REDIS_PORT/,
    );
    one.close();
    other.close();
  });

  it('tells rights from use', () => {
    expect(portSentence('api', 80, 'EACCES')).toContain('set GRADUS_API_PORT to a port above 1023');
  });

  it('leaves out the ports of what was given from outside', () => {
    const given = { DATABASE_URL: 'postgres://h/d', TEMPORAL_ADDRESS: 'h:7233', REDIS_URL: 'redis://h' };
    const names = portsInUse(readSettings(given));
    expect(names).not.toEqual(expect.arrayContaining(['postgres']));
    expect(names).not.toEqual(expect.arrayContaining(['temporalUi']));
    expect(names).toEqual(expect.arrayContaining(['api', 'mailSmtp']));
  });

  it('finds as many free ports as are needed, all different', async () => {
    const ports = Object.values(await findFreePorts());
    expect(new Set(ports).size).toBe(Object.keys(portTable).length);
    expect(await obstacleTo(ports[0] ?? 0)).toBeUndefined();
  });
});

describe('settings', () => {
  it('says which variable is no port, and which two are the same', () => {
    expect(() => readSettings({ GRADUS_AI_PORT: 'x' })).toThrow(
      'GRADUS_AI_PORT is "x"; it must be a port number',
    );
    expect(() => readSettings({ GRADUS_AI_PORT: '4000' })).toThrow(
      'GRADUS_API_PORT and GRADUS_AI_PORT are both 4000',
    );
  });
});
