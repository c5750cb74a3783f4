using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Calls;

/// <summary>Calls of Stripe's API that are counted together.</summary>
/// <param name="Mode">Mode of the API key.</param>
/// <param name="Bin">Bin of their duration.</param>
public readonly record struct StripeCallBin(Mode Mode, StripeCallOutcome Outcome, int Bin);
