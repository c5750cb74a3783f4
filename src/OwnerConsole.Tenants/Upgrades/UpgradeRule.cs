using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Requests that are approved without a person.</summary>
/// <param name="Plan">the key of what is asked for</param>
/// <param name="InsteadOf">the key of the only plan that is given up for it; null for whatever is</param>
/// <param name="TenureDays">since the tenant began, at least</param>
/// <param name="Daily">so many in 24 hours; the others wait for a person</param>
/// <param name="Used">in the last 24 hours, taken back or not</param>
public sealed record UpgradeRule(string RuleId, string Plan, string? InsteadOf, int TenureDays, int Daily, string OpenedBy, DateTimeOffset OpenedAt, long Used)
{
    /// <summary>That may be had.</summary>
    public const int Most = 50;

    private const int LongestTenure = 3_650,
        MostDaily = 1_000;

    /// <returns>what is wrong with its numbers; null when nothing is</returns>
    internal static Refusal? Check(int tenureDays, int daily) =>
        tenureDays is < 0 or > LongestTenure ? new("bad_tenure", $"A tenure is 0 to {LongestTenure} days.")
        : daily is < 1 or > MostDaily ? new("bad_daily", $"A rule approves 1 to {MostDaily} requests a day.")
        : null;

    /// <summary>Ends a sentence by how many it approves, and of whom.</summary>
    internal static void SayHowMany(int tenureDays, int daily, Sentence says)
    {
        says.AppendFormatted(daily);
        says.AppendLiteral(tenureDays == 0 ? " a day at most." : " a day at most, of tenants that began at least ");
        if (tenureDays == 0)
            return;
        says.AppendFormatted(tenureDays, "day");
        says.AppendLiteral(" ago.");
    }

    /// <summary>That a rule of so many a day approves under.</summary>
    internal static Ceiling Ceiling(int daily) => new(ApproveUpgrade.Name, TimeSpan.FromDays(1), Subjects: daily);

    /// <returns>those in force, the oldest first</returns>
    public static Task<IReadOnlyList<UpgradeRule>> Find(Work work) =>
        work.List<UpgradeRule>(
            """
            select r.rule_id, r.plan, r.instead_of, r.tenure_days, r.daily, r.opened_by, r.opened_at,
                   (select count(*) from core.runs n where n.asked_by = r.rule_id and n.undo_of is null and n.started_at > now() - interval '1 day') as used
              from upgrades.rules r
             where r.closed_by is null
             order by r.opened_at, r.rule_id
            """
        );
}
