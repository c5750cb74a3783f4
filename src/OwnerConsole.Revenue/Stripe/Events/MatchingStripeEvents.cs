using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>Selects all Stripe events that match a filter.</summary>
public sealed class MatchingStripeEvents : ISubjectQuery
{
    public string Subject => "stripe_event";

    public Task<IReadOnlyList<string>> Find(Caller caller, Mode within, IReadOnlyDictionary<string, string> query, int most, UnitOfWork work) =>
        StripeEvents.Ids(StripeEventFilter.Read(query.ToQueryCollection(StripeEventFilter.ParameterNames), caller) with { Limit = most }, work);
}
