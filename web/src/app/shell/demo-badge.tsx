import { ExternalLink, FlaskConical } from 'lucide-react';
import { usePublicSettings } from '../../api/identity.ts';
import { Button } from '../../ui/control/button.tsx';
import { Menu, MenuItem } from '../../ui/overlay/menu.tsx';

/** In the demo: says which parts are stand-ins, and where they can be looked at. */
export function DemoBadge() {
  const settings = usePublicSettings();
  if (!settings?.demo) return null;
  const { mailInboxUrl, paymentsUrl, temporalUiUrl } = settings.demo;
  const places = [
    { label: 'Mail inbox (simulated)', url: mailInboxUrl },
    { label: 'Payments (simulated)', url: paymentsUrl },
    { label: 'Temporal', url: temporalUiUrl },
  ];
  return (
    <Menu
      trigger={
        <Button
          variant="quiet"
          size="sm"
          className="bg-warn-soft text-warn hover:bg-warn-soft hover:brightness-97 max-sm:w-8 max-sm:px-0 dark:hover:brightness-115"
        >
          <FlaskConical aria-hidden />
          <span className="max-sm:sr-only">Demo</span>
        </Button>
      }
    >
      <p className="max-w-64 px-2.5 py-2 text-sm text-ink-soft">
        Mail and payments are simulated here: nothing leaves this machine and no money moves.
        {settings.grader.simulated && ` Grades come from a local grader (${settings.grader.provider}).`}
      </p>
      {places.map(
        ({ label, url }) =>
          url && (
            <MenuItem
              key={label}
              icon={<ExternalLink aria-hidden />}
              as={<a href={url} target="_blank" rel="noreferrer" aria-label={label} />}
            >
              {label}
            </MenuItem>
          ),
      )}
    </Menu>
  );
}
