using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Claims;

/// <summary>Decides pending claims one after the other, against a row and the known keys.</summary>
internal sealed class ClaimDecision
{
    private readonly List<(PendingClaim One, Problem? Wrong, EarlierClaim? Before, bool IsRefused)> _answers = [];
    private readonly Dictionary<string, EarlierClaim> _earlier;
    private readonly KnownFeature _feature;
    private FeatureUsage _usage;

    /// <param name="known">Claims granted earlier under keys of the pending claims.</param>
    public ClaimDecision(FeatureUsage usage, KnownFeature feature, IReadOnlyList<EarlierClaim> known, IReadOnlyList<PendingClaim> some)
    {
        (_usage, _feature) = (usage, feature);
        _earlier = known.ToDictionary(claim => claim.ClaimKey, StringComparer.Ordinal);
        foreach (var one in some)
            Decide(one);
    }

    /// <summary>Granted claims that are to be written.</summary>
    public List<PendingClaim> Granted { get; } = [];

    public bool HasRefusals => _answers.Exists(answer => answer.IsRefused);

    /// <param name="entitled">Limit reported to refused claims.</param>
    /// <param name="at">Time of the answer, by the database's clock.</param>
    public void Complete(FeatureEntitlement entitled, DateTimeOffset at)
    {
        foreach (var (one, wrong, before, isRefused) in _answers)
            if (wrong is not null)
                one.Fail(wrong);
            else
                one.Complete(ClaimResult.Of(_usage, one, isRefused ? entitled : null, before, at));
    }

    private void Decide(PendingClaim one)
    {
        var before = one.Key is null ? null : _earlier.GetValueOrDefault(one.Key);
        var wrong = FindProblem(one, before);
        var isRefused = wrong is null && before is null && !_usage.Fits(one.Amount);
        _answers.Add((one, wrong, before, isRefused));
        if (wrong is not null || before is not null || isRefused)
            return;
        _usage = one.Hold is null ? _usage with { Used = _usage.Used + one.Amount } : _usage with { Reserved = _usage.Reserved + one.Amount };
        Granted.Add(one);
        if (one.Key is not null)
            _earlier[one.Key] = new(one.Key, _usage.Feature, one.Amount, one.Hold?.ReservationId, one.Hold?.Lifetime);
    }

    private Problem? FindProblem(PendingClaim one, EarlierClaim? before) =>
        before is not null && (before.Feature != _usage.Feature || before.Amount != one.Amount || before.Lasts != one.Hold?.Lifetime)
            ? KeyReused()
            : CheckDecimals("amount", one.Amount, _feature.Decimals);

    internal static Problem KeyReused() =>
        new(422, "idempotency_key_reused", "This Idempotency-Key was used for another claim. Send a new key with each new claim.");

    /// <returns>Null if the amount has no more decimals than the feature counts.</returns>
    internal static Problem? CheckDecimals(string field, decimal amount, int decimals) =>
        Allowance.Fits(amount, decimals) ? null : Problem.Invalid(field, decimals == 0 ? "must be a whole number." : $"must have at most {decimals} decimals.");

    /// <summary>A claim granted earlier under a key.</summary>
    /// <param name="ReservationId">Id of the reservation; null, like the next, if the amount was used at once.</param>
    internal sealed record EarlierClaim(string ClaimKey, string Feature, decimal Amount, string? ReservationId, TimeSpan? Lasts);
}
