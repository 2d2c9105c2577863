import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { automationsQuery } from '../../api/automations.ts';
import { courseQuery, coursesQuery } from '../../api/courses.ts';

export interface KnownCourse {
  id: string;
  title: string;
  modules: Array<{ key: string; label: string }>;
}

/** What conditions can point at: the school's courses with their weeks, and its automations. */
export function useKnownPlaces() {
  const courses = useInfiniteQuery(coursesQuery).data?.pages.flatMap((page) => page.items) ?? [];
  const details = useQueries({ queries: courses.map(({ id }) => courseQuery(id)) });
  const automations = useInfiniteQuery(automationsQuery()).data?.pages.flatMap((page) => page.items) ?? [];
  return {
    courses: courses.map(({ id, title }, index): KnownCourse => ({
      id,
      title,
      modules: (details[index]?.data?.phases ?? [])
        .flatMap((phase) => phase.modules)
        .map(({ key, position, title: week }) => ({ key, label: `Week ${position}: ${week}` })),
    })),
    automations: automations.map(({ id, name }) => ({ id, name })),
  };
}

export type KnownPlaces = ReturnType<typeof useKnownPlaces>;
