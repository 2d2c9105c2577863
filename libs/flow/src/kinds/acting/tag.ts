import type { StepRules } from '../step-rules.ts';

/** Puts a tag on the person, or takes it off. What is so already is passed by in silence. */
export const tag: StepRules<'tag'> = {
  ports: () => ['next'],
  listens: () => [],
  takesTime: () => false,
  decide({ config, view }) {
    const on = config.do === 'add';
    const so = view().tags.includes(config.tag) === on;
    return {
      do: 'leave',
      port: 'next',
      reason: 'passed through',
      emit: so ? [] : [{ type: 'tag', tag: config.tag, on }],
    };
  },
};
