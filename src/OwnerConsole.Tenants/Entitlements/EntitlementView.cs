using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What a tenant may use of a feature now, as the API shows it.</summary>
/// <param name="Feature">its key</param>
/// <param name="Unit">what one is called; null for what isn't counted</param>
/// <param name="Allowed">so much as was asked for may be used; one of it where nothing was said</param>
/// <param name="Allows">on or off, a number or unlimited, or a value</param>
/// <param name="Limit">null for unlimited, and for what isn't counted</param>
/// <param name="Used">in the period that runs; null for what isn't counted</param>
/// <param name="Reserved">held by reservations that are neither committed nor released; null for what isn't counted</param>
/// <param name="Remaining">what may still be used; null for unlimited, and for what isn't counted</param>
/// <param name="ResetsAt">when counting begins at nothing again, or all of a rate has come back; null when it never does</param>
/// <param name="Outage">what an application answers itself while the console can't be reached</param>
/// <param name="SourceId">an override's id, or the id of a plan or an add-on and its version as <c>pln_…:3</c>; null where the feature itself says it</param>
/// <param name="BlockedSince">it uses more than a hard limit allows, or was refused and nothing was freed since; null when neither is so</param>
/// <param name="Decision">the id of this answer, which the console shows the reasons of; null where nothing was asked</param>
/// <param name="Per">second, minute or hour, within which what was used of a rate comes back; null for whatever else</param>
/// <param name="Credits">left of credits, which pay for what the limit doesn't include; part of what remains. Null where there are none</param>
/// <param name="FromCredits">so much of what was used was paid for by credits; null for nothing</param>
/// <param name="CreditsExpireAt">when the first of the credits expire; null when none ever do</param>
/// <param name="PeriodStart">when the period that runs began; null where there are no periods</param>
/// <param name="Adjusted">so much of what was used was used before that, and reported later; null for nothing, and where it is not looked at</param>
/// <param name="Counts">reported data that the use is counted from, such as members:client; null where the application claims it</param>
public sealed record EntitlementView(
    string Feature,
    string Name,
    FeatureKind Kind,
    string? Unit,
    bool Allowed,
    string Allows,
    string? Limit,
    string? Used,
    string? Reserved,
    string? Remaining,
    DateTimeOffset? ResetsAt,
    Enforcement Enforcement,
    Outage Outage,
    LimitSource Source,
    string? SourceId,
    DateTimeOffset? BlockedSince = null,
    string? Decision = null,
    string? Per = null,
    string? Credits = null,
    string? FromCredits = null,
    DateTimeOffset? CreditsExpireAt = null,
    DateTimeOffset? PeriodStart = null,
    string? Adjusted = null,
    string? Counts = null
)
{
    /// <param name="box">signs the id of the answer; null where nothing was asked</param>
    internal static EntitlementView Of(Standing standing, decimal asked, SecretBox? box = null)
    {
        var (_, entitled, used, reserved, resetsAt, _, _, blockedAt) = standing;
        var feature = entitled.Feature;
        return new(
            feature.Key,
            feature.Name,
            feature.Kind,
            feature.IsCounted ? feature.Unit : null,
            standing.Allows(asked),
            entitled.Allows.Text,
            Plain(entitled.Allows.Limit),
            feature.IsCounted ? Plain(used) : null,
            feature.IsCounted ? Plain(reserved) : null,
            Plain(entitled.CeilingAt(used, standing.Burnt) - used - reserved is { } left ? Math.Max(left, 0) : null),
            resetsAt,
            feature.Enforcement,
            feature.Outage,
            entitled.Source,
            entitled.SourceId,
            blockedAt,
            box is null ? null : standing.Decision(standing.Allows(asked), asked, box),
            feature.Within is null ? null : feature.Resets.ToText(),
            entitled.Credits > 0 ? Plain(entitled.Credits) : null,
            standing.Burnt > 0 ? Plain(standing.Burnt) : null,
            entitled.Credits > 0 ? entitled.CreditsEndAt : null,
            feature.IsUsedUp && resetsAt is not null ? standing.StartsAt : null,
            Counts: feature.Counts.Length > 0 ? feature.Counts : null
        );
    }

    private static string? Plain(decimal? amount) => amount is { } some ? Allowance.Plain(some) : null;
}

/// <summary>What an application asks before it acts.</summary>
/// <param name="Tenant">its id, or ext: and your own id of it</param>
/// <param name="Feature">its key</param>
/// <param name="Amount">as a decimal number; 1 when it is left out</param>
/// <param name="Resource">of a unique: ext: and your own id of what is counted once in a period, such as a member</param>
public sealed record Question(string Tenant, string Feature, string? Amount = null, string? Resource = null);

/// <summary>What an application counts.</summary>
/// <param name="Tenant">its id, or ext: and your own id of it</param>
/// <param name="Feature">its key</param>
/// <param name="Amount">as a decimal number; 1 when it is left out</param>
/// <param name="Resource">of a unique: ext: and your own id of what is counted once in a period, such as a member</param>
/// <param name="At">when it happened: it is counted then whether it fits or not, and never refused for a limit. Left out for what is about to happen</param>
public sealed record Consuming(string Tenant, string Feature, string? Amount = null, string? Resource = null, DateTimeOffset? At = null);

/// <summary>What an application asks of many tenants and features at once.</summary>
/// <param name="Tenants">100 at most</param>
/// <param name="Features">100 at most; all when it is left out</param>
/// <param name="TtlSeconds">1 to 604800: each answer is signed too, to be kept so long at most for the time that nobody can be asked</param>
public sealed record ManyQuestions(IReadOnlyList<string> Tenants, IReadOnlyList<string>? Features = null, int? TtlSeconds = null);

/// <summary>What many tenants may use.</summary>
public sealed record ManyAnswers(IReadOnlyList<TenantAnswers> Data);

/// <summary>What one tenant of many may use.</summary>
/// <param name="Tenant">as it was asked for</param>
/// <param name="TenantId">null when there is none</param>
/// <param name="Code">why there is no answer: not_found; null when there is one</param>
/// <param name="UnknownFeatures">asked for, and there are none of these keys</param>
/// <param name="Signed">the same as a token that the keys at /.well-known/jwks.json verify; null when ttl_seconds was not said</param>
public sealed record TenantAnswers(
    string Tenant,
    string? TenantId,
    string? Code,
    IReadOnlyList<EntitlementView> Entitlements,
    IReadOnlyList<string> UnknownFeatures,
    string? Signed = null
);

/// <summary>What was counted.</summary>
/// <param name="Used">in the period that counts it, this included</param>
/// <param name="Limit">null for unlimited</param>
/// <param name="ResetsAt">when that period ends and counting begins at nothing again; null when it never does</param>
/// <param name="Repeated">it was counted before under the same Idempotency-Key, and not again</param>
/// <param name="Decision">the id of this answer, which the console shows the reasons of</param>
/// <param name="PeriodStart">when the period began that counts what had happened; null, as the next two, where no time was said</param>
/// <param name="Adjusted">it happened in a period that is over for too long, and is counted in the one that runs</param>
/// <param name="OverLimit">more is used in that period than the limit and the credits cover</param>
public sealed record Consumed(
    string Feature,
    string Amount,
    string Used,
    string Reserved,
    string? Limit,
    DateTimeOffset? ResetsAt,
    bool Repeated,
    string Decision,
    DateTimeOffset? PeriodStart = null,
    bool? Adjusted = null,
    bool? OverLimit = null
);
