import { Link } from '@tanstack/react-router';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { buttonStyle } from '../../../ui/control/button.tsx';

export function PasswordCard() {
  return (
    <Card className="pb-5">
      <CardHeader
        title="Password"
        description="We send you a link to choose a new one. It signs you out everywhere."
        action={
          <Link to="/forgot-password" className={buttonStyle()}>
            Change password
          </Link>
        }
      />
    </Card>
  );
}
