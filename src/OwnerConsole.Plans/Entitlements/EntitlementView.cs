using OwnerConsole.Data;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Current limit and usage of a tenant for a feature, as returned by the API.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Name">Name of the feature.</param>
/// <param name="Kind">What kind of feature it is.</param>
/// <param name="Unit">Unit of one; null if the feature isn't counted.</param>
/// <param name="Allowed">Whether the requested amount can be used; 1 if no amount was given.</param>
/// <param name="Allows">What is granted: on, off, a number, unlimited, or a text value.</param>
/// <param name="Limit">The limit; null for unlimited, and if the feature isn't counted.</param>
/// <param name="Used">Usage in the current period; null if the feature isn't counted.</param>
/// <param name="Reserved">Amount of open reservations; null if the feature isn't counted.</param>
/// <param name="Remaining">Amount that can still be used; null for unlimited, and if the feature isn't counted.</param>
/// <param name="ResetsAt">When usage resets to 0, or a rate limit is full again; null if it never does.</param>
/// <param name="Enforcement">What happens when the limit is reached.</param>
/// <param name="Outage">What the application should do while it can't reach the console.</param>
/// <param name="Source">What set the limit.</param>
/// <param name="SourceId">Id of an override, or of a plan or add-on with its version, such as <c>pln_…:3</c>; null for the feature's default.</param>
/// <param name="BlockedSince">Since when usage exceeds a hard limit, or a request was refused and nothing was freed; null if neither.</param>
/// <param name="Decision">Id of this decision, which the console can explain; null if nothing was asked.</param>
/// <param name="Per">For a rate limit, the interval in which it refills: second, minute or hour; null otherwise.</param>
/// <param name="Credits">Credits left for usage beyond the limit, counted in Remaining; null if there are none.</param>
/// <param name="FromCredits">Part of the usage that was paid from credits; null if none.</param>
/// <param name="CreditsExpireAt">When the first of the credits expire; null if they never do.</param>
/// <param name="PeriodStart">Start of the current period; null if the feature has no periods.</param>
/// <param name="Adjusted">Part of the usage that happened before the period and was reported late; null if none, or if not calculated.</param>
/// <param name="Counts">Reported data that usage is counted from, such as members:client; null if the application claims it.</param>
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
    OutagePolicy Outage,
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
    /// <param name="box">Signs the id of the decision; null if nothing was asked.</param>
    internal static EntitlementView Of(FeatureBalance standing, decimal asked, SecretBox? box = null)
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
            box is null ? null : standing.DecisionId(standing.Allows(asked), asked, box),
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

/// <summary>Request to check a limit before acting.</summary>
/// <param name="Tenant">Tenant id, or ext: followed by your own id.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Amount">Decimal number; 1 if omitted.</param>
/// <param name="Resource">For features of kind unique: ext: followed by your own id of what to count once per period, such as a user.</param>
public sealed record CheckRequest(string Tenant, string Feature, string? Amount = null, string? Resource = null);

/// <summary>Request to count usage.</summary>
/// <param name="Tenant">Tenant id, or ext: followed by your own id.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Amount">Decimal number; 1 if omitted.</param>
/// <param name="Resource">For features of kind unique: ext: followed by your own id of what to count once per period, such as a user.</param>
/// <param name="At">When the use happened, if it already has: it is then counted even if it exceeds the limit. Omit it for a use that is about to
/// happen.</param>
public sealed record ConsumeRequest(string Tenant, string Feature, string? Amount = null, string? Resource = null, DateTimeOffset? At = null);

/// <summary>Request to check many tenants and features at once.</summary>
/// <param name="Tenants">At most 100 tenants.</param>
/// <param name="Features">At most 100 features; all if omitted.</param>
/// <param name="TtlSeconds">1 to 604800. If set, each answer is also signed, for use during outages until it expires.</param>
public sealed record BatchCheckRequest(IReadOnlyList<string> Tenants, IReadOnlyList<string>? Features = null, int? TtlSeconds = null);

/// <summary>Entitlements of many tenants.</summary>
public sealed record BatchCheckResponse(IReadOnlyList<TenantCheckResult> Data);

/// <summary>Entitlements of one of many tenants.</summary>
/// <param name="Tenant">The tenant as requested.</param>
/// <param name="TenantId">Id of the tenant; null if it doesn't exist.</param>
/// <param name="Code">Reason why there is no answer, not_found; null if there is one.</param>
/// <param name="Entitlements">Limits and usage by feature.</param>
/// <param name="UnknownFeatures">Requested keys that are not features.</param>
/// <param name="Signed">The same answer as a token that the keys at /.well-known/jwks.json verify; null without ttl_seconds.</param>
public sealed record TenantCheckResult(
    string Tenant,
    string? TenantId,
    string? Code,
    IReadOnlyList<EntitlementView> Entitlements,
    IReadOnlyList<string> UnknownFeatures,
    string? Signed = null
);

/// <summary>Usage that was counted.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Amount">Amount of this request.</param>
/// <param name="Used">Usage in its period, including this.</param>
/// <param name="Reserved">Amount held by open reservations.</param>
/// <param name="Limit">The limit; null for unlimited.</param>
/// <param name="ResetsAt">When the period ends and usage resets to 0; null if it never does.</param>
/// <param name="Repeated">Whether it was already counted under the same Idempotency-Key, and not again.</param>
/// <param name="Decision">Id of this decision, which the console can explain.</param>
/// <param name="PeriodStart">Start of the period in which past use was counted; null, like the next two, if no time was given.</param>
/// <param name="Adjusted">Whether the use happened in a period that closed too long ago, and was counted in the current one.</param>
/// <param name="OverLimit">Whether usage in that period exceeds the limit and the credits.</param>
public sealed record ConsumeResponse(
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
