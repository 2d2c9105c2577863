import { useMe } from '../../../api/session.ts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { MailCard } from './mail-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { ProfileCard } from './profile-card.tsx';

export function AccountPage() {
  const me = useMe();
  if (!me) return null;
  return (
    <Page width="reading" title="Account settings">
      <PageHeader title="Account settings" description={me.email} />
      <ProfileCard key={me.id} me={me} />
      <MailCard me={me} />
      <PasswordCard />
    </Page>
  );
}
