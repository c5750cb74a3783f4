// Checks whether the impersonation is still active, and signs out when it has ended.
setInterval(async () => {
  const answer = await fetch('/impersonate/alive', { redirect: 'manual' }).catch(() => null);
  if (answer?.status !== 204) location.replace('/sign-in');
}, 3000);
