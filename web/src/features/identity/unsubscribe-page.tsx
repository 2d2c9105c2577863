import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { unsubscribeQuery, useUnsubscribe } from '../../api/identity.ts';
import { Button } from '../../ui/control/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { Entrance } from './entrance.tsx';
import { FormFailure } from './form-failure.tsx';

const route = getRouteApi('/unsubscribe');

/** Reached from a mail, without signing in. Opening it changes nothing: mail scanners open links too. */
export function UnsubscribePage() {
  const { token } = route.useSearch();
  const state = useQuery(unsubscribeQuery(token));
  const unsubscribe = useUnsubscribe(token);
  if (state.isPending)
    return (
      <Entrance title="Marketing mail">
        <SkeletonText lines={3} />
      </Entrance>
    );
  if (state.isError)
    return (
      <Entrance title="Marketing mail">
        <ErrorState
          className="px-0 py-4"
          title="This link does not work"
          error={state.error}
          onRetry={() => void state.refetch()}
          retrying={state.isFetching}
        />
      </Entrance>
    );
  const { organizationName, email, marketingMail } = state.data;
  return (
    <Entrance title="Marketing mail" description={`From ${organizationName} to ${email}`}>
      <FormFailure failure={unsubscribe.error} />
      {marketingMail ? (
        <>
          <p>
            You get news and offers from us. Mail about your own courses (dates, grades, receipts) is not
            affected.
          </p>
          <Button variant="primary" busy={unsubscribe.isPending} onClick={() => unsubscribe.mutate()}>
            Unsubscribe
          </Button>
        </>
      ) : (
        <Notice tone="good" title="You are unsubscribed">
          No more news and offers will be sent to you. You can change this in your account settings at any
          time.
        </Notice>
      )}
    </Entrance>
  );
}
