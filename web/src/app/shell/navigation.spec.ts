import { describe, expect, it } from '@jest/globals';
import { navigationOf, sectionOf } from './navigation.ts';

describe('where a page belongs in the navigation', () => {
  it.each([
    ['/teach', '/teach'],
    ['/teach/courses/1', '/teach'],
    ['/teach/learners/1', '/teach'],
    ['/teach/review', '/teach/review'],
    ['/automations/1/runs', '/automations'],
    ['/runs/1', '/automations'],
    ['/people/1', '/ops/search'],
    ['/courses/1/lessons/2', '/courses'],
    ['/ops', '/ops'],
    ['/ops/audit', '/ops/audit'],
    ['/opsis', null],
    ['/', null],
  ])('finds for %s the entry %s', (page, entry) => {
    expect(sectionOf(page, navigationOf('admin'))).toBe(entry);
  });
});
