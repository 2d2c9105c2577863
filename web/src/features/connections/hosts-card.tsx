import { EgressHost } from '@gradus/contracts';
import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useSaveHosts } from '../../api/outside/connections.ts';
import { Card, CardBody, CardHeader } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { Confirm } from '../../ui/overlay/confirm.tsx';

/** The hosts that automations may call. */
export function HostsCard({ hosts, mayChange }: { hosts: string[]; mayChange: boolean }) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<string | null>(null);
  const save = useSaveHosts();
  const put = async (next: string[]) => {
    setProblem(null);
    try {
      await save.mutateAsync({ hosts: next });
    } catch (error) {
      setProblem('It could not be saved. Try again.');
      throw error;
    }
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const read = EgressHost.safeParse(typed);
    if (!read.success) return setProblem(read.error.issues[0]?.message ?? 'Not a host');
    void put([...new Set([...hosts, read.data])]).then(
      () => setTyped(''),
      () => {},
    );
  };
  return (
    <Card>
      <CardHeader
        title="Hosts that may be called"
        description={hosts.length === 0 ? 'None: every call is refused.' : 'All others are refused.'}
      />
      <CardBody className="flex flex-col gap-5">
        {hosts.length > 0 && (
          <ul aria-label="Hosts that may be called" className="flex flex-col divide-y divide-line">
            {hosts.map((host) => (
              <li key={host} className="flex items-center justify-between gap-3 py-1.5">
                <code className="font-mono text-sm">{host}</code>
                {mayChange && (
                  <Button
                    size="icon-sm"
                    variant="quiet"
                    aria-label={`Allow ${host} no more`}
                    onClick={() => setLeaving(host)}
                  >
                    <X aria-hidden />
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {mayChange && (
          <form noValidate onSubmit={add} className="flex max-w-lg items-start gap-2">
            <FormField
              label="Another host"
              hint="hooks.example.org, *.example.org, hooks.example.org:8443"
              className="flex-1"
              error={problem}
            >
              <Input
                spellCheck={false}
                autoComplete="off"
                maxLength={253}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </FormField>
            <Button type="submit" busy={save.isPending} className="mt-[1.65rem]">
              <Plus aria-hidden /> Allow
            </Button>
          </form>
        )}
        <Confirm
          open={leaving !== null}
          onOpenChange={(open) => !open && setLeaving(null)}
          title={`Allow ${leaving ?? ''} no more?`}
          description="Calls to it are refused from now on, also those of learners who are on their way there."
          action="Allow it no more"
          danger
          onConfirm={() => put(hosts.filter((host) => host !== leaving))}
        />
      </CardBody>
    </Card>
  );
}
