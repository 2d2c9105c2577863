import { Link } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';

interface WayBackProps {
  courseId: string;
  module: { position?: number; title: string } | undefined;
}

/** From a lesson or an assignment to its week. */
export function WayBack({ courseId, module }: WayBackProps) {
  return (
    <Link
      to="/courses/$courseId"
      params={{ courseId }}
      search={{ payment: undefined }}
      className="inline-flex items-center gap-1.5 rounded-sm text-sm text-ink-soft hover:text-ink hover:underline"
    >
      <ArrowLeft className="size-4" aria-hidden />
      {module
        ? [module.position && `Week ${module.position}`, module.title].filter(Boolean).join(' · ')
        : 'Back to the course'}
    </Link>
  );
}
