using OwnerConsole.Data;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>The facts about a subscription that operations check.</summary>
/// <param name="Status">As Stripe names it.</param>
/// <param name="CancelAt">Scheduled cancellation; null if it renews.</param>
/// <param name="CurrentUntil">End of the current period.</param>
public sealed record StripeSubscription(
    string Id,
    string AccountId,
    Mode Mode,
    string TenantId,
    string Status,
    bool IsPaused,
    DateTimeOffset? CancelAt,
    DateTimeOffset? CurrentUntil,
    bool IsRequested
) : IStripeRecord
{
    public bool HasEnded => Status is "canceled" or "incomplete_expired";

    public string Path => $"/v1/subscriptions/{Uri.EscapeDataString(Id)}";

    /// <summary>Constant, because operations check the facts again before they send anything.</summary>
    public long Revision => 1;

    public static Task<IReadOnlyList<StripeSubscription>> Load(IReadOnlyList<string> ids, UnitOfWork work) =>
        work.List<StripeSubscription>(
            $"""
            select s.id, s.account_id, s.mode, s.tenant_id, s.status, s.is_paused, s.cancel_at, s.current_until, {StripeRequests.IsOpen("s")} as is_requested
              from billing.subscriptions s
             where s.id = any(@ids) and (s.mode = 'test' or not @isTest)
             order by s.id
             {work.ForUpdate("s")}
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
}
