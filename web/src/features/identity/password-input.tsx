import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/control/button.tsx';
import { Input } from '../../ui/control/input.tsx';

interface PasswordInputProps {
  value: string;
  onChange(value: string): void;
  autoComplete: 'current-password' | 'new-password';
}

export function PasswordInput({ value, onChange, autoComplete }: PasswordInputProps) {
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        type={shown ? 'text' : 'password'}
        name="password"
        autoComplete={autoComplete}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="pr-11"
      />
      <Button
        variant="quiet"
        size="icon-sm"
        aria-label={shown ? 'Hide the password' : 'Show the password'}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute top-1 right-1 text-ink-soft aria-pressed:bg-transparent"
      >
        {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </Button>
    </div>
  );
}
