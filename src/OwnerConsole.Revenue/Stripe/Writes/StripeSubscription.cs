using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Ids;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Stripe.Projection;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>The facts about a subscription that operations check.</summary>
/// <param name="Status">As Stripe names it.</param>
/// <param name="Currency">ISO 4217, capital letters.</param>
/// <param name="CancelAt">Scheduled cancellation; null if it renews.</param>
/// <param name="CurrentUntil">End of the current period.</param>
/// <param name="Copy">The subscription as Stripe last returned it; null if it isn't copied.</param>
public sealed record StripeSubscription(
    string Id,
    string AccountId,
    Mode Mode,
    string TenantId,
    string Status,
    string Currency,
    DateTimeOffset? CancelAt,
    DateTimeOffset? CurrentUntil,
    string? Copy,
    bool IsRequested
) : IStripeRecord
{
    private static readonly string[] s_decisive = ["items", "discounts", "pause_collection", "trial_end"];

    private readonly JsonElement _copy = Copy is null ? default : JsonSerializer.Deserialize<JsonElement>(Copy);

    /// <summary>When the preview was created, also during its run. Prorations are calculated for this time, so that the run charges what the preview showed.</summary>
    public DateTimeOffset PreviewedAt { get; init; }

    /// <summary>The price to change to; null if it is not copied, and for operations that change no price.</summary>
    public StripePrice? NewPrice { get; init; }

    /// <summary>The coupon to apply; null if it is not copied, and for operations that apply none.</summary>
    public StripeCoupon? Coupon { get; init; }

    public bool HasEnded => Status is "canceled" or "incomplete_expired";

    public string Path => $"/v1/subscriptions/{Uri.EscapeDataString(Id)}";

    /// <summary>Changes with everything that decides what a change costs, so that a preview becomes outdated.</summary>
    public long Revision => RevisionHash.Of(s_decisive.Select(member => _copy.Member(member)?.GetRawText() ?? ""));

    /// <summary>The first item, which has the plan; null if the subscription isn't copied.</summary>
    public StripeSubscriptionItem? Item => _copy.Objects("items") is [var first, ..] ? StripeSubscriptionItem.Of(first) : null;

    public DateTimeOffset? TrialEndsAt => _copy.Time("trial_end");

    /// <summary>What happens to invoices while payment collection is paused, as Stripe names it; null if it isn't paused.</summary>
    public string? PauseBehavior => _copy.Text("pause_collection", "behavior");

    /// <summary>When payment collection resumes; null if it isn't paused, or is paused until someone resumes it.</summary>
    public DateTimeOffset? ResumesAt => _copy.Time("pause_collection", "resumes_at");

    /// <summary>Discounts of the subscription itself, each with its coupon.</summary>
    public IReadOnlyList<(string Id, string? Coupon)> Discounts =>
        [
            .. _copy
                .Objects("discounts")
                .Select(discount => (Id: discount.Text("id")!, Coupon: discount.Reference("source", "coupon") ?? discount.Reference("coupon")))
                .Where(discount => discount.Id is not null),
        ];

    public bool IsChargedAutomatically => _copy.Text("collection_method") is "charge_automatically";

    public static async Task<IReadOnlyList<StripeSubscription>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        await StripeRequests.Lock("subscriptions", ids, work);
        var found = await work.List<StripeSubscription>(
            $"""
            select s.id, s.account_id, s.mode, s.tenant_id, s.status, s.currency, s.cancel_at, s.current_until, o.body::text as copy,
                   {StripeRequests.IsOpen("s")} as is_requested
              from billing.subscriptions s
              left join stripe.objects o on o.tenant_id = 'tnt_platform' and o.account_id = s.account_id and o.object_id = s.id
             where s.id = any(@ids) and s.account_id <> '{BillingRecords.ManualAccount}' and (s.mode = 'test' or not @isTest)
             order by s.id
            """,
            new { ids, isTest = work.Caller?.Mode is Mode.Test }
        );
        return [.. found.Select(subscription => subscription with { PreviewedAt = TypeId.CreatedAt(work.NewId("prv", subscription.Id)) ?? work.Now })];
    }
}
