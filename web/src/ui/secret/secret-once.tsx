import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../control/button.tsx';
import { FormField } from '../control/form-field.tsx';
import { Input } from '../control/input.tsx';
import { Notice } from '../notice.tsx';

/** A secret that is shown this once, with a way to take it along. */
export function SecretOnce({ secret, hint }: { secret: string; hint: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warn" title="Copy it now">
        It is shown this once and cannot be looked up again.
      </Notice>
      <div className="flex items-end gap-2">
        <FormField label="Secret" hint={hint} className="min-w-0 flex-1">
          <Input
            readOnly
            className="font-mono"
            value={secret}
            onFocus={(event) => event.currentTarget.select()}
          />
        </FormField>
      </div>
      <Button className="self-start" onClick={() => void copy()}>
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {copied ? 'Copied' : 'Copy the secret'}
      </Button>
    </div>
  );
}
