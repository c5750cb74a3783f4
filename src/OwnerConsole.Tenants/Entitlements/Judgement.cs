using OwnerConsole.Kernel.Modules;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What becomes of those who wait, one after the other, by what a row says and which keys are known.</summary>
internal sealed class Judgement
{
    private readonly List<(Waiting One, Problem? Wrong, Earlier? Before, bool IsRefused)> _answers = [];
    private readonly Dictionary<string, Earlier> _earlier;
    private readonly KnownFeature _feature;
    private Usage _usage;

    /// <param name="known">what was granted before under keys of those who wait</param>
    public Judgement(Usage usage, KnownFeature feature, IReadOnlyList<Earlier> known, IReadOnlyList<Waiting> some)
    {
        (_usage, _feature) = (usage, feature);
        _earlier = known.ToDictionary(claim => claim.ClaimKey, StringComparer.Ordinal);
        foreach (var one in some)
            Hear(one);
    }

    /// <summary>To be written.</summary>
    public List<Waiting> Granted { get; } = [];

    public bool Refuses => _answers.Exists(answer => answer.IsRefused);

    /// <param name="entitled">what those who are refused hear of</param>
    /// <param name="at">the database's clock</param>
    public void Say(Entitled entitled, DateTimeOffset at)
    {
        foreach (var (one, wrong, before, isRefused) in _answers)
            if (wrong is not null)
                one.Fail(wrong);
            else
                one.Say(Claimed.Of(_usage, one, isRefused ? entitled : null, before, at));
    }

    private void Hear(Waiting one)
    {
        var before = one.Key is null ? null : _earlier.GetValueOrDefault(one.Key);
        var wrong = Wrong(one, before);
        var isRefused = wrong is null && before is null && !_usage.Fits(one.Amount);
        _answers.Add((one, wrong, before, isRefused));
        if (wrong is not null || before is not null || isRefused)
            return;
        _usage = one.Hold is null ? _usage with { Used = _usage.Used + one.Amount } : _usage with { Reserved = _usage.Reserved + one.Amount };
        Granted.Add(one);
        if (one.Key is not null)
            _earlier[one.Key] = new(one.Key, _usage.Feature, one.Amount, one.Hold?.ReservationId, one.Hold?.Lasts);
    }

    private Problem? Wrong(Waiting one, Earlier? before) =>
        before is not null && (before.Feature != _usage.Feature || before.Amount != one.Amount || before.Lasts != one.Hold?.Lasts)
            ? OtherClaim()
            : TooFine("amount", one.Amount, _feature.Decimals);

    internal static Problem OtherClaim() =>
        new(422, "idempotency_key_reused", "This Idempotency-Key was used for another claim. Use a new key for a new claim.");

    /// <returns>null for an amount that is as coarse as the feature is counted</returns>
    internal static Problem? TooFine(string field, decimal amount, int decimals) =>
        Allowance.Fits(amount, decimals) ? null : Problem.Invalid(field, decimals == 0 ? "is a whole number." : $"has {decimals} decimals at most.");

    /// <summary>What was granted under a key.</summary>
    /// <param name="ReservationId">null, as the next, for what was used at once</param>
    internal sealed record Earlier(string ClaimKey, string Feature, decimal Amount, string? ReservationId, TimeSpan? Lasts);
}
