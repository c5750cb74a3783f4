using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Stripe.Projection;

/// <summary>What a subscription costs per month now, and what it cost before according to its own times.</summary>
internal sealed class SubscriptionMoney
{
    private readonly MirroredObject _source;

    private readonly string _status;

    private readonly string? _zeroReason;

    private readonly IReadOnlyDictionary<string, decimal> _amounts;

    public SubscriptionMoney(MirroredObject source, SubscriptionTerms terms)
    {
        _source = source;
        _status = source.Json.Text("status") ?? "incomplete";
        _amounts = AmountsByPrice(terms with { IsCounted = true });
        _zeroReason = WhyNotCounted ?? (_amounts.Values.Sum() == 0 ? WhyFree(terms) : null);
    }

    /// <summary>Changes after the last known one.</summary>
    /// <param name="changedAt">When the subscription changed last.</param>
    /// <returns>Empty if the last known one still holds.</returns>
    public IEnumerable<SubscriptionChange> Since(SubscriptionChange latest, DateTimeOffset changedAt)
    {
        var at =
            EndedAt is { } ended ? ended
            : latest.ZeroReason is "trial" && TrialEnd is { } converted && converted > latest.At ? converted
            : changedAt > latest.At ? changedAt
            : Later(_source.ReadAt, latest.At);
        var now = Change(at, _zeroReason);
        return HasSameAmounts(now, latest) ? [] : [now];
    }

    /// <summary>All changes since the start of the subscription.</summary>
    /// <param name="changedAt">When the subscription changed last.</param>
    public IEnumerable<SubscriptionChange> SinceStart(DateTimeOffset changedAt)
    {
        var start = _source.Json.Time("start_date") ?? _source.Json.Time("created") ?? _source.ReadAt;
        var paidFrom = TrialEnd is { } converted && converted > start ? converted : start;
        var history = new List<SubscriptionChange>();
        if (_status is "incomplete" or "incomplete_expired")
            return [Change(start, _zeroReason)];
        if (_status is "trialing" || TrialEnd > start)
            history.Add(Change(start, "trial"));
        if (_status is not ("trialing" or "paused") && (EndedAt is null || EndedAt > paidFrom && !(TrialEnd >= EndedAt)))
            history.Add(
                Change(
                    paidFrom,
                    WhyNotCounted is null ? _zeroReason
                        : _amounts.Values.Sum() == 0 ? "to_free"
                        : null
                )
            );
        if (WhyNotCounted is not null and not "trial")
            history.Add(Change(Later(EndedAt ?? (_status is "paused" ? TrialEnd : null) ?? changedAt, start), _zeroReason));
        return history.GroupBy(change => change.At).Select(changes => changes.Last());
    }

    private DateTimeOffset? TrialEnd => _source.Json.Time("trial_end");

    private DateTimeOffset? EndedAt => _status is "canceled" ? _source.Json.Time("ended_at") : null;

    /// <summary>Why the subscription adds nothing, whatever its items cost; null if it adds what they cost.</summary>
    private string? WhyNotCounted =>
        _status switch
        {
            "trialing" => "trial",
            "incomplete" or "incomplete_expired" => "incomplete",
            "unpaid" => "involuntary",
            "canceled" => _source.Json.Text("cancellation_details", "reason") is "payment_failed" or "payment_disputed" ? "involuntary" : "cancelled",
            _ => SubscriptionTerms.Counts(_status, _source.Json.Text("pause_collection", "behavior")) ? null : "paused",
        };

    private static string WhyFree(SubscriptionTerms terms) =>
        terms.Lines.Any(line => line.Quantity == 0 && !line.Price.IsMetered && (line.Price.UnitAmount > 0 || line.Price.TierMode is not null))
            ? "to_zero"
            : "to_free";

    private SubscriptionChange Change(DateTimeOffset at, string? zeroReason) =>
        new(
            _source.ObjectId,
            at,
            _source.Json.Currency() ?? RecordRows.UnknownCurrency,
            zeroReason is null ? _amounts : new Dictionary<string, decimal>(),
            zeroReason
        );

    private IReadOnlyDictionary<string, decimal> AmountsByPrice(SubscriptionTerms terms) =>
        _source
            .Json.Objects("items")
            .Zip(SubscriptionMrr.CalculateLines(terms), (item, mrr) => (Price: item.Reference("price") ?? "", Mrr: mrr))
            .GroupBy(line => line.Price, line => line.Mrr, StringComparer.Ordinal)
            .ToDictionary(lines => lines.Key, lines => lines.Sum(), StringComparer.Ordinal);

    private static bool HasSameAmounts(SubscriptionChange one, SubscriptionChange other) =>
        one.ZeroReason == other.ZeroReason
        && one.Currency == other.Currency
        && one.Amounts.Count == other.Amounts.Count
        && one.Amounts.All(amount => other.Amounts.TryGetValue(amount.Key, out var same) && same == amount.Value);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
