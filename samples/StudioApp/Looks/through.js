// Asks whether somebody else may still look through this window, and leaves when they may not.
setInterval(async () => {
  const answer = await fetch('/impersonate/alive', { redirect: 'manual' }).catch(() => null);
  if (answer?.status !== 204) location.replace('/sign-in');
}, 3000);
