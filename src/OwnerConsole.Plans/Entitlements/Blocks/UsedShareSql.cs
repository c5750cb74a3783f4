using OwnerConsole.Plans.Plans.Public;

namespace OwnerConsole.Plans.Entitlements.Blocks;

/// <summary>SQL for the share of its limit that a row <c>u</c> has used, shared by counts and lists.</summary>
internal static class UsedShareSql
{
    /// <summary>The share as a name of <see cref="UsedShare"/>.</summary>
    public const string Expression = """
        case when u.used - u.burnt > u.allows then 'over' when entitlements.threshold(u.used - u.burnt, u.allows) >= 90 then 'nearly'
             when entitlements.threshold(u.used - u.burnt, u.allows) >= 80 then 'most' when u.used - u.burnt >= u.allows * 0.5 then 'half' else 'little' end
        """;

    /// <summary>SQL condition: the row has a limit with something to use. Rate limits are excluded because they refill.</summary>
    public const string HasLimit = "u.kind <> 'rate' and u.allows is not null and (u.allows > 0 or u.used > u.burnt)";

    /// <summary>SQL condition: the tenant is on the plan <c>@Plan</c>, if one is given.</summary>
    public const string HasPlan = $"(@Plan::text is null or u.tenant_id in (select h.tenant_id from ({PlanCatalogue.CurrentHolders}) h where h.plan = @Plan))";

    public static string Label(UsedShare share) =>
        share switch
        {
            UsedShare.Little => "0–50%",
            UsedShare.Half => "50–80%",
            UsedShare.Most => "80–90%",
            UsedShare.Nearly => "90–100%",
            _ => "Over 100%",
        };
}
