import type { AccessView, FactsView, ModuleView, PaymentView } from '../model/facts.ts';

/**
 * What a condition sees, as classes: CEL knows by them which fields there are, and a view needs no translation for it.
 * They hold nothing but the view's own values.
 */
export class ModuleInView implements ModuleView {
  released = false;
  completed = false;
  lessonsDone = 0;
  submitted = false;
  graded = false;
  passed = false;
  score = 0;
}

export class PhaseInView {
  completed = false;
  progress = 0;
}

export class PaymentInView implements PaymentView {
  paid = false;
  failed = false;
  refunded = false;
  subscription = 'none';
}

export class AccessInView implements AccessView {
  open = true;
  reason = '';
}

export class FactsInView implements FactsView {
  progress = 0;
  requirementsMet = false;
  awaitsGrade = false;
  certified = false;
  daysSinceEnrollment = 0;
  modules: Record<string, ModuleInView> = {};
  phases: Record<string, PhaseInView> = {};
  tags: string[] = [];
  fields: FactsView['fields'] = {};
  payment = new PaymentInView();
  access = new AccessInView();
}
