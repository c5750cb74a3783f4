using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Revenue.Stripe.Events;

/// <summary>The facts about a Stripe event that its operation checks.</summary>
/// <param name="ReplayedBy">Run that requested the last replay; null if it was never replayed.</param>
public sealed record StripeEventFacts(string EventId, string AccountId, string? ObjectId, StripeEventState State, string? ReplayedBy) : ISubject
{
    public string Id => EventId;

    public string TenantId => IdGenerator.Platform;

    /// <summary>Constant, because a replay reads what Stripe returns then, whatever has happened since the preview.</summary>
    public long Revision => 1;

    public static Task<IReadOnlyList<StripeEventFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<StripeEventFacts>(
            $"""
            select e.event_id, e.account_id, e.object_id, e.state, e.replayed_by from stripe.events e
             where e.tenant_id = 'tnt_platform' and e.event_id = any(@ids) and (e.mode = 'test' or not @isTest)
             order by e.event_id
             {work.ForUpdate("e")}
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
}
