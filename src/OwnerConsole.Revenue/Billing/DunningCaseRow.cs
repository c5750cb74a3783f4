using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Billing;

/// <summary>An unpaid invoice with the state of its dunning.</summary>
/// <param name="CreatedAt">When the payment failed for the first time, or when the invoice became overdue.</param>
/// <param name="Attempts">Number of attempts to collect its payment.</param>
/// <param name="DeclineCode">Of the last failed payment; null if none was declined.</param>
/// <param name="Stage">new, reminded, read_only, suspended or cancelled.</param>
/// <param name="NextStep">Such as 3_email; null if there is none, or if dunning is off.</param>
/// <param name="Blocked">Why the next step waits: approval, limit, or unread if the invoice can't be read from Stripe; null if it doesn't.</param>
/// <param name="CampaignId">Campaign whose steps are carried out; null if there is no case yet.</param>
/// <param name="Campaign">Its name.</param>
/// <param name="Paused">excluded or campaign_off: why no step is carried out; null if neither.</param>
/// <param name="HeldUntil">End of the hold; null without a hold or without an end.</param>
public sealed record DunningCaseRow(
    string Id,
    string? TenantId,
    string? Tenant,
    string CustomerId,
    string? Customer,
    string? Number,
    string Currency,
    long RemainingMinor,
    string CollectionMethod,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? DeclineCode,
    string Stage,
    string? NextStep,
    DateTimeOffset? NextAt,
    string? Blocked,
    string? CampaignId,
    string? Campaign,
    string? Paused,
    bool IsHeld,
    DateTimeOffset? HeldUntil,
    DateTimeOffset CreatedAt,
    DateTimeOffset SyncedAt
) : IBillingRecord
{
    public Money Remaining => new(RemainingMinor, Currency);

    public bool IsSentByEmail => CollectionMethod == "send_invoice";

    /// <summary>Null for an invoice without an automatic payment.</summary>
    public Decline? Decline => IsSentByEmail ? null : Pure.Dunning.Decline.Of(DeclineCode);
}
