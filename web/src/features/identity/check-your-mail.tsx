import { Link } from '@tanstack/react-router';
import { ExternalLink, MailCheck } from 'lucide-react';
import { usePublicSettings } from '../../api/identity.ts';
import { buttonStyle } from '../../ui/control/button.tsx';
import { Entrance } from './entrance.tsx';

/** After registering and after asking for a new password: the way goes on in the mail. */
export function CheckYourMail({ email, notice }: { email: string; notice: string }) {
  const inbox = usePublicSettings()?.demo?.mailInboxUrl;
  return (
    <Entrance
      title="Check your mail"
      below={
        <Link to="/sign-in" search={{ next: undefined }} className={buttonStyle({ variant: 'link' })}>
          Back to sign-in
        </Link>
      }
    >
      <div role="status" className="flex flex-col gap-4">
        <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
          <MailCheck className="size-6" aria-hidden />
        </span>
        <p>{notice}</p>
        <p className="text-ink-soft">
          Look for a mail to <strong className="font-medium break-all text-ink">{email}</strong>. If nothing
          arrives within a few minutes, look among the unwanted mail, and check the spelling of the address.
        </p>
        {inbox && (
          <a href={inbox} target="_blank" rel="noreferrer" className={buttonStyle()}>
            <ExternalLink aria-hidden />
            Open the simulated inbox
          </a>
        )}
      </div>
    </Entrance>
  );
}
