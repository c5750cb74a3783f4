using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>A limit that a person has entered.</summary>
/// <param name="Problem">Why it can't be saved; null if it can.</param>
internal sealed record PlannedLimit(StatusLimit Limit, Refusal? Problem)
{
    internal const int MaxTag = 64,
        MaxTenants = 200;

    internal const string PlanHelp = "Show it to tenants with this plan. Leave blank for no plan.",
        TagHelp = "Show it to tenants with this tag. Leave blank for no tag.",
        TenantsHelp = "Show it to these tenants: IDs (tnt_… or ext:…), one per line. Leave blank for none.";

    /// <param name="plans">Finds the names of plans.</param>
    /// <param name="database">Reads plans and tenants, which the preview and the run can't read themselves.</param>
    public static async Task<PlannedLimit> Read(
        string? plan,
        string? tag,
        IReadOnlyList<string>? tenants,
        IEnumerable<PlanNames> plans,
        Database database,
        UnitOfWork work
    )
    {
        var named = TenantTargets.Values(tenants);
        var limit = new StatusLimit(plan.TrimToNull(), tag.TrimToNull()?.ToLowerInvariant(), []);
        if (!IsWord(limit.Plan))
            return new(StatusLimit.None, PlanKeys.Unknown);
        if (!IsWord(limit.Tag))
            return new(StatusLimit.None, new("bad_tag", $"Enter a tag of at most {MaxTag} characters."));
        if (named.Length > MaxTenants)
            return new(StatusLimit.None, new("too_many_tenants", $"Name at most {MaxTenants} tenants. Use a tag for more."));
        if (named.Length == 0 && limit.Plan is null)
            return new(limit, null);
        await using var reading = await database.Read(work.Stop);
        if (limit.Plan is { } key && !await plans.HavePlan(key, reading))
            return new(StatusLimit.None, PlanKeys.Unknown);
        var (known, unknown) = await TenantTargets.FindNamed(named, Mode.Live, reading);
        return new(limit with { Tenants = known }, unknown is null ? null : new("unknown_tenant", $"One of the tenants does not exist."));
    }

    private static bool IsWord(string? text) => text is null || (text.Length <= MaxTag && !text.Any(char.IsControl));
}
