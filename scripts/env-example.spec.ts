import { describeEnvironment, loadConfig } from '../libs/config/src/index.ts';
import { envExample, isEnvExampleFresh } from './env-example.ts';

describe('.env.example', () => {
  it('is what the schema makes', () => {
    expect(isEnvExampleFresh()).toBe(true);
  });

  it('names every variable once', () => {
    const names = [...envExample().matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name);
    for (const { name } of describeEnvironment()) expect(names.filter((it) => it === name)).toHaveLength(1);
  });

  it('is an environment that development starts with', () => {
    const lines = envExample()
      .split('\n')
      .filter((line) => /^[A-Z_]+=/.test(line));
    const env = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
    expect(loadConfig(env).environment).toBe('development');
  });

  it('shows no secret', () => {
    const secrets = describeEnvironment().filter(({ secret, example }) => secret && !example);
    for (const { name } of secrets) expect(envExample()).toMatch(new RegExp(`^# ${name}=$`, 'm'));
  });
});
