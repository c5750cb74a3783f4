namespace OwnerConsole.Tenants.Entitlements;

/// <summary>How a tenant stands with what it may use of a feature.</summary>
/// <param name="Used">in the period that runs</param>
/// <param name="ResetsAt">when that period ends; null when it never does</param>
/// <param name="BlockedAt">since when the tenant can't go on with it; null when it can</param>
internal sealed record Standing(Entitled Entitled, decimal Used, decimal Reserved, DateTimeOffset? ResetsAt, DateTimeOffset? BlockedAt = null)
{
    /// <param name="usage">null for a tenant that has used nothing of it</param>
    public static Standing Of(Entitled entitled, Holding holding, Usage? usage) =>
        new(entitled, usage?.Used ?? 0, usage?.Reserved ?? 0, Claims.Ends(usage?.PeriodEnd ?? holding.Period(entitled.Feature).EndsAt), usage?.BlockedAt);

    /// <returns>true when so much more may be used; of what isn't counted, any</returns>
    public bool Allows(decimal more) =>
        Entitled.Feature.IsCounted ? Entitled.Ceiling is not { } ceiling || Used + Reserved + more <= ceiling : Entitled.Allows.Grants;
}
