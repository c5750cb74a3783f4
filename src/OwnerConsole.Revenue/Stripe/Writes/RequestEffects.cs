using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Revenue.Stripe.Projection;
using Stripe;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>What a request changes in the console once Stripe has carried it out, in addition to the new copy of the object.</summary>
public sealed class RequestEffects(RunSecrets secrets, IEnumerable<IUnusedCredits> credits)
{
    /// <param name="done">Stripe's answer to the change.</param>
    /// <param name="work">Transaction that completes the run and names the tenant.</param>
    internal async Task Apply(QueuedCall call, string run, StripeResponse done, UnitOfWork work)
    {
        if (call.Secret is { } expected && JsonSerializer.Deserialize<JsonElement>(done.Content).Text(expected.Member) is { } secret)
            secrets.Save(run, call.SubjectId, secret, expected.Lifetime, work);
        if (call.Credits is not { Count: > 0 } taken)
            return;
        foreach (var ledger in credits) // none if the product is built without limits
            await ledger.Void(call.TenantId, taken, run, work);
    }
}
