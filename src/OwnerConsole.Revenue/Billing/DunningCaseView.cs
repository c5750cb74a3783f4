using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Billing;

/// <summary>An unpaid invoice with the state of its dunning, in the API.</summary>
/// <param name="Id">ID of the invoice: in_… or man_…</param>
/// <param name="TenantId">null if the customer belongs to no tenant.</param>
/// <param name="CustomerId">Customer who owes the invoice (cus_…).</param>
/// <param name="Number">Number of the invoice.</param>
/// <param name="Remaining">Unpaid amount.</param>
/// <param name="CollectionMethod">charge_automatically or send_invoice.</param>
/// <param name="Attempts">Number of attempts to collect its payment.</param>
/// <param name="NextAttemptAt">When Stripe tries again.</param>
/// <param name="DeclineCode">Decline code of the last failed payment.</param>
/// <param name="DeclineClass">retry_later, needs_customer or never; null without an automatic payment.</param>
/// <param name="Stage">new, reminded, read_only, suspended or cancelled.</param>
/// <param name="NextStep">Day and action, such as 3_email; null if there is none, or if dunning is off.</param>
/// <param name="NextAt">When the next step is due; null if there is none.</param>
/// <param name="Blocked">Why the next step waits: approval, limit, or unread if the invoice can't be read from Stripe; null if it doesn't.</param>
/// <param name="CampaignId">Campaign whose steps are carried out; null if there is no case yet.</param>
/// <param name="Campaign">Its name.</param>
/// <param name="Paused">excluded or campaign_off: why no step is carried out; null if neither.</param>
/// <param name="IsHeld">Whether dunning of the invoice is on hold.</param>
/// <param name="HeldUntil">End of the hold; null without a hold, and for a hold without an end.</param>
/// <param name="FailedAt">When the payment failed for the first time, or when the invoice became overdue.</param>
/// <param name="SyncedAt">When the invoice was last read from Stripe.</param>
public sealed record DunningCaseView(
    string Id,
    string? TenantId,
    string CustomerId,
    string? Number,
    Money Remaining,
    string CollectionMethod,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? DeclineCode,
    DeclineClass? DeclineClass,
    string Stage,
    string? NextStep,
    DateTimeOffset? NextAt,
    string? Blocked,
    string? CampaignId,
    string? Campaign,
    string? Paused,
    bool IsHeld,
    DateTimeOffset? HeldUntil,
    DateTimeOffset FailedAt,
    DateTimeOffset SyncedAt
)
{
    internal static DunningCaseView Of(DunningCaseRow row) =>
        new(
            row.Id,
            row.TenantId,
            row.CustomerId,
            row.Number,
            row.Remaining,
            row.CollectionMethod,
            row.Attempts,
            row.NextAttemptAt,
            row.DeclineCode,
            row.Decline?.Class,
            row.Stage,
            row.NextStep,
            row.NextAt,
            row.Blocked,
            row.CampaignId,
            row.Campaign,
            row.Paused,
            row.IsHeld,
            row.HeldUntil,
            row.CreatedAt,
            row.SyncedAt
        );
}
