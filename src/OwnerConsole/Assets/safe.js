// Lets htmx work under `require-trusted-types-for 'script'` and removes its evaluator, so that nothing in the markup runs as code.
const refuse = () => {
  throw new Error("Running markup as code is disabled.");
};

export const safe = {
  init: (api) => {
    const identity = { createHTML: (text) => text, createScript: () => "" };
    const policy = window.trustedTypes?.createPolicy("htmx", identity) ?? identity;
    api.initSecurity(policy, refuse, refuse);
  },
};
