using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tenants.Entitlements.Decisions;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>How a tenant stands with what it may use of a feature.</summary>
/// <param name="Used">in the period that runs</param>
/// <param name="ResetsAt">when that period ends; null when it never does</param>
/// <param name="Revision">of whatever may change what it may use</param>
/// <param name="At">when it was looked at, by the database's clock</param>
/// <param name="BlockedAt">since when the tenant can't go on with it; null when it can</param>
internal sealed record Standing(
    string TenantId,
    Entitled Entitled,
    decimal Used,
    decimal Reserved,
    DateTimeOffset? ResetsAt,
    long Revision,
    DateTimeOffset At,
    DateTimeOffset? BlockedAt = null
)
{
    /// <summary>Of what was used: so much was burnt from credits.</summary>
    public decimal Burnt { get; init; }

    /// <summary>When the period that runs began.</summary>
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>Of a rate: when all that was used has come back; null where nothing was.</summary>
    public DateTimeOffset? FullAt { get; init; }

    /// <param name="usage">null for a tenant that has used nothing of it</param>
    public static Standing Of(Entitled entitled, Holding holding, Usage? usage) =>
        new(
            holding.TenantId,
            entitled,
            usage?.Used ?? 0,
            usage?.Reserved ?? 0,
            Claims.Ends(usage?.PeriodEnd ?? holding.Period(entitled.Feature).EndsAt) ?? (usage?.FullAt > holding.At ? usage.FullAt : null),
            holding.Revision,
            holding.At,
            usage?.BlockedAt
        )
        {
            FullAt = usage?.FullAt > holding.At ? usage.FullAt : null,
            Burnt = usage?.Burnt ?? 0,
            StartsAt = usage?.PeriodStart ?? holding.Period(entitled.Feature).StartsAt,
        };

    /// <returns>the id of the answer to whoever asked for so much</returns>
    public string Decision(bool allowed, decimal asked, SecretBox box) =>
        new LimitDecision(
            TenantId,
            Entitled.Feature.Key,
            allowed,
            asked,
            Used,
            Reserved,
            Entitled.Allows.Limit,
            Entitled.Source,
            Entitled.SourceId,
            Revision,
            At
        ).Signed(box);

    /// <returns>of a rate: how long whoever asks for so much has to wait; null where waiting is no help</returns>
    public TimeSpan? PassesAfter(decimal asked) =>
        Entitled is { Feature.Within: { } within, Ceiling: { } ceiling } && asked <= ceiling && ceiling > 0
            ? (FullAt ?? At) - At - within + TimeSpan.FromTicks((long)decimal.Ceiling(within.Ticks * asked / ceiling)) is var wait && wait > TimeSpan.Zero
                ? wait
                : TimeSpan.Zero
            : null;

    /// <returns>true when so much more may be used; of what isn't counted, any</returns>
    public bool Allows(decimal more) =>
        Entitled.Feature.IsCounted ? Entitled.CeilingAt(Used, Burnt) is not { } ceiling || Used + Reserved + more <= ceiling : Entitled.Allows.Grants;
}
