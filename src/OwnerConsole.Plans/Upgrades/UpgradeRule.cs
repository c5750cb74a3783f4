using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>A rule that approves matching requests automatically.</summary>
/// <param name="Plan">Key of the requested plan.</param>
/// <param name="InsteadOf">Key of the only plan that is replaced; null for any.</param>
/// <param name="TenureDays">Minimum age of the tenant in days.</param>
/// <param name="Daily">Maximum approvals in 24 hours; further requests wait for review.</param>
/// <param name="Used">Approvals in the last 24 hours, including undone ones.</param>
public sealed record UpgradeRule(string RuleId, string Plan, string? InsteadOf, int TenureDays, int Daily, string OpenedBy, DateTimeOffset OpenedAt, long Used)
{
    /// <summary>Maximum number of rules.</summary>
    public const int MaxRules = 50;

    private const int MaxTenureDays = 3_650,
        MostDaily = 1_000;

    /// <returns>Why the numbers are invalid; null when they are valid.</returns>
    internal static Refusal? Check(int tenureDays, int daily) =>
        tenureDays is < 0 or > MaxTenureDays ? new("bad_tenure", $"tenure_days must be between 0 and {MaxTenureDays}.")
        : daily is < 1 or > MostDaily ? new("bad_daily", $"daily must be between 1 and {MostDaily}.")
        : null;

    /// <summary>Ends a sentence with the daily limit and the minimum age of tenants.</summary>
    internal static void AppendScope(int tenureDays, int daily, Sentence says)
    {
        says.AppendLiteral("up to ");
        says.AppendFormatted(daily);
        says.AppendLiteral(tenureDays == 0 ? " per day." : " per day, for tenants at least ");
        if (tenureDays == 0)
            return;
        says.AppendFormatted(tenureDays, "day");
        says.AppendLiteral(" old.");
    }

    /// <summary>Permission ceiling for the runs of a rule with this daily limit.</summary>
    internal static Ceiling Ceiling(int daily) => new(ApproveUpgrade.Name, TimeSpan.FromDays(1), Subjects: daily);

    /// <returns>Active rules, oldest first.</returns>
    public static Task<IReadOnlyList<UpgradeRule>> Find(UnitOfWork work) =>
        work.List<UpgradeRule>(
            """
            select r.rule_id, r.plan, r.instead_of, r.tenure_days, r.daily, r.opened_by, r.opened_at,
                   (select count(*) from core.runs n where n.requested_by = r.rule_id and n.undo_of is null and n.started_at > now() - interval '1 day') as used
              from upgrades.rules r
             where r.closed_by is null
             order by r.opened_at, r.rule_id
            """
        );
}
