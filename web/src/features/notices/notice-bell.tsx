import { useQuery } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { useState } from 'react';
import { noticeCountQuery, noticeKeys } from '../../api/acting/notices.ts';
import { useLive } from '../../api/live.ts';
import { Button } from '../../ui/control/button.tsx';
import { Sheet } from '../../ui/overlay/sheet.tsx';
import { NoticeList } from './notice-list.tsx';

/** More than so many is just many. */
const MOST = 99;

/** What is shown in-app: a bell that counts what is unread, and the notices behind it. For people who are signed in. */
export function NoticeBell() {
  const [open, setOpen] = useState(false);
  useLive({ notices: [noticeKeys.all()] });
  const unread = useQuery(noticeCountQuery).data?.unread ?? 0;
  const said = unread > MOST ? `${MOST}+` : String(unread);
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        aria-label={unread === 0 ? 'Notices' : `Notices, ${said} unread`}
        aria-haspopup="dialog"
        className="relative"
        onClick={() => setOpen(true)}
      >
        <Bell aria-hidden />
        {unread > 0 && (
          <span
            aria-hidden
            className="absolute top-0.5 right-0.5 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-accent px-1 text-[0.6875rem] font-semibold text-on-accent tabular-nums"
          >
            {said}
          </span>
        )}
      </Button>
      <span role="status" className="sr-only">
        {unread > 0 && `${said} unread ${unread === 1 ? 'notice' : 'notices'}`}
      </span>
      <Sheet open={open} onOpenChange={setOpen} title="Notices" description="What you were told here">
        <NoticeList unread={unread} onLeave={() => setOpen(false)} />
      </Sheet>
    </>
  );
}
