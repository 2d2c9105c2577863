import type { Forecast, StepForecast } from './forecast.ts';

function addLists(a: readonly number[], b: readonly number[]): number[] {
  const longer = a.length >= b.length ? a : b;
  const shorter = longer === a ? b : a;
  return longer.map((count, index) => count + (shorter[index] ?? 0));
}

function addCounts(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a };
  for (const [key, count] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

function addSteps(a: StepForecast, b: StepForecast | undefined): StepForecast {
  if (b === undefined) return a;
  return {
    entered: a.entered + b.entered,
    ports: addCounts(a.ports, b.ports),
    ended: a.ended + b.ended,
    standing: addLists(a.standing, b.standing),
  };
}

/** Two parts of one question's answer, put together. The order does not matter. */
export function addForecasts(a: Forecast, b: Forecast): Forecast {
  return {
    learners: a.learners + b.learners,
    mondays: a.mondays,
    steps: Object.fromEntries(Object.entries(a.steps).map(([id, step]) => [id, addSteps(step, b.steps[id])])),
    notEnrolled: addLists(a.notEnrolled, b.notEnrolled),
    finished: {
      completed: addLists(a.finished.completed, b.finished.completed),
      ended: addLists(a.finished.ended, b.finished.ended),
      exited: addLists(a.finished.exited, b.finished.exited),
    },
    messages: {
      from: a.messages.from,
      perHour: addLists(a.messages.perHour, b.messages.perHour),
      total: a.messages.total + b.messages.total,
      unsent: a.messages.unsent + b.messages.unsent,
    },
    submissions: {
      perWeek: addLists(a.submissions.perWeek, b.submissions.perWeek),
      before: a.submissions.before + b.submissions.before,
      total: a.submissions.total + b.submissions.total,
    },
    open: a.open + b.open,
    cutShort: a.cutShort + b.cutShort,
  };
}
