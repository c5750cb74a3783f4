using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.Entitlements.Blocks;

/// <summary>How much of its limit a row <c>u</c> has used: what a figure counts and a list shows is the same.</summary>
internal static class Share
{
    /// <summary>What it is of, by the words of <see cref="UsedShare"/>.</summary>
    public const string Sql = """
        case when u.used - u.burnt > u.allows then 'over' when u.used - u.burnt >= u.allows * 0.9 then 'nearly'
             when u.used - u.burnt >= u.allows * 0.8 then 'most' when u.used - u.burnt >= u.allows * 0.5 then 'half' else 'little' end
        """;

    /// <summary>There is a limit of which some can be used, and no rate, which is used up for a moment only.</summary>
    public const string Has = "u.kind <> 'rate' and u.allows is not null and (u.allows > 0 or u.used > u.burnt)";

    /// <summary>Its tenant holds the plan <c>@Plan</c>, where one is asked for.</summary>
    public const string OfPlan = $"(@Plan::text is null or u.tenant_id in (select h.tenant_id from ({PlanBook.HeldNow}) h where h.plan = @Plan))";

    public static string Word(UsedShare share) =>
        share switch
        {
            UsedShare.Little => "0–50 %",
            UsedShare.Half => "50–80 %",
            UsedShare.Most => "80–90 %",
            UsedShare.Nearly => "90–100 %",
            _ => "over 100 %",
        };
}
