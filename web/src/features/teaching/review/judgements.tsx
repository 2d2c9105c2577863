import type { CriterionGrade, ReviewItem } from '@gradus/contracts';
import type { Dispatch, SetStateAction } from 'react';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { CriterionJudgement } from './criterion-judgement.tsx';
import type { CriterionScore } from './scores.ts';

interface JudgementsProps {
  rubric: ReviewItem['rubric'];
  /** What the machine proposes; it is shown beside what is given. */
  proposed?: readonly CriterionGrade[];
  scores: readonly CriterionScore[];
  onChange: Dispatch<SetStateAction<CriterionScore[]>>;
}

/** Every criterion of a rubric, to be judged. */
export function Judgements({ rubric, proposed = [], scores, onChange }: JudgementsProps) {
  const change = (next: CriterionScore) =>
    onChange((all) => all.map((one) => (one.key === next.key ? next : one)));
  return rubric.map((criterion) => {
    const isMeant = ({ key }: { key: string }) => key === criterion.key;
    const score = scores.find(isMeant);
    return (
      score && (
        <CriterionJudgement
          key={criterion.key}
          criterion={criterion}
          proposed={proposed.find(isMeant) ?? null}
          score={score}
          onChange={change}
        />
      )
    );
  });
}

interface WordToLearnerProps {
  value: string;
  onChange(value: string): void;
}

export function WordToLearner({ value, onChange }: WordToLearnerProps) {
  return (
    <FormField label="A word to the learner" optional>
      <Textarea rows={3} maxLength={4_000} value={value} onChange={(event) => onChange(event.target.value)} />
    </FormField>
  );
}
