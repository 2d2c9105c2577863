import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { LiveLog } from './live-log.ts';

it('tells what was heard after a position, each topic once', () => {
  const log = new LiveLog();
  log.hear('a');
  const { position } = log;
  for (const topic of ['b', 'c', 'b']) log.hear(topic);
  expect(log.since(position)).toEqual(new Set(['b', 'c']));
  expect(log.since(log.position)).toEqual(new Set());
});

it('says when it cannot tell: too old, from elsewhere, from before something may have been overheard', () => {
  const log = new LiveLog(2);
  const start = log.position;
  for (const topic of ['a', 'b']) log.hear(topic);
  expect(log.since(start)).toEqual(new Set(['a', 'b']));
  log.hear('c');
  expect(log.since(start)).toBeNull();
  expect(log.since(new LiveLog().position)).toBeNull();
  const { position } = log;
  log.forget();
  expect(log.since(position)).toBeNull();
  for (const made of ['', '5', 'x.y', `${log.position}9`]) expect(log.since(made)).toBeNull();
});

it('never leaves out what was heard, however much it forgets', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(6), { maxLength: 40 }),
      fc.nat(40),
      fc.integer({ min: 1, max: 8 }),
      (topics, at, most) => {
        const log = new LiveLog(most);
        let position = log.position;
        for (const [index, topic] of topics.entries()) {
          if (index === at) position = log.position;
          log.hear(String(topic));
        }
        const told = log.since(position);
        const missed = new Set((at < topics.length ? topics.slice(at) : topics).map(String));
        expect(told === null || [...missed].every((topic) => told.has(topic))).toBe(true);
        expect(told === null || missed.size > 0 || told.size === 0).toBe(true);
      },
    ),
  );
});
