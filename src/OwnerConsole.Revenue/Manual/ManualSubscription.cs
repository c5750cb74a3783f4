using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Manual;

/// <summary>The current terms of a manual subscription.</summary>
/// <param name="StartsAt">Start of its first terms.</param>
/// <param name="LastAt">Start of its last terms.</param>
/// <param name="EndsAt">When it ends or has ended; null if no end is set.</param>
/// <param name="Revision">Number of changes since it was added.</param>
/// <param name="Now">Time of the run.</param>
public sealed record ManualSubscription(
    string SubscriptionId,
    string TenantId,
    string Name,
    string? Plan,
    long AmountMinor,
    string Currency,
    PeriodUnit Interval,
    int Intervals,
    long Quantity,
    DateTimeOffset StartsAt,
    DateTimeOffset LastAt,
    DateTimeOffset? EndsAt,
    long Revision,
    DateTimeOffset Now
) : ISubject
{
    /// <summary>Kind of the subject.</summary>
    public const string Kind = "manual_subscription";

    public string Id => SubscriptionId;

    public bool HasEnded => EndsAt <= Now;

    public Money Price => new(AmountMinor, Currency);

    /// <summary>MRR, rounded.</summary>
    public Money Monthly => ManualInput.Monthly(Price, Interval, Intervals, Quantity);

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public static async Task<IReadOnlyList<ManualSubscription>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        if (work.IsLocking)
            await work.List<string>(
                $"select s.subscription_id from manual.subscription_terms s where s.subscription_id = any(@ids) order by s.subscription_id, s.opened_by {work.ForUpdate("s")}",
                new { ids }
            );
        return
        [
            .. (await ManualTerms.Find(ids, work))
                .GroupBy(terms => terms.SubscriptionId, StringComparer.Ordinal)
                .Where(history => work.Caller?.Mode is not Mode.Test || history.First().Mode is Mode.Test)
                .Select(history => Of([.. history], work.Now)),
        ];
    }

    private static ManualSubscription Of(IReadOnlyList<ManualTerms> history, DateTimeOffset now)
    {
        var current = history.Last(terms => !terms.IsEnd);
        return new(
            current.SubscriptionId,
            current.TenantId,
            current.Name,
            current.Plan,
            current.AmountMinor,
            current.Currency,
            current.Interval,
            current.Intervals,
            current.Quantity,
            history[0].FromAt,
            current.FromAt,
            history.FirstOrDefault(terms => terms.IsEnd)?.FromAt,
            history.Count,
            now
        );
    }
}
