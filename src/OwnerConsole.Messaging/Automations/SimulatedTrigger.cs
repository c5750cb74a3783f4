using OwnerConsole.Data;

namespace OwnerConsole.Messaging.Automations;

/// <summary>An event, a date or a changed attribute of the past that would have started an automation.</summary>
/// <param name="MemberId">Member that it is about; null for the tenant.</param>
/// <param name="Data">Values of the event as JSON; null for a date and an attribute.</param>
/// <param name="IsPartial">Whether there were more than are listed.</param>
internal sealed record SimulatedTrigger(string TenantId, string? MemberId, DateTimeOffset At, string? Data, bool IsPartial)
{
    /// <summary>Newest entries of the log that are searched for events.</summary>
    private const int MaxLines = 100_000,
        MaxTriggers = 10_000;

    /// <returns>Triggers of the past days, the newest first.</returns>
    public static Task<IReadOnlyList<SimulatedTrigger>> List(Automation automation, Mode mode, int days, UnitOfWork reading) =>
        automation.Date is { } date ? Dates(date, automation.OffsetDays, mode, days, reading)
        : automation.Change is { } change ? Changes(change, mode, days, reading)
        : Events(automation, mode, days, reading);

    /// <returns>Times of the events that end a sequence, by tenant and by the member that they are about: empty if it is the tenant, null for all of a tenant.</returns>
    public static async Task<ILookup<(string TenantId, string? MemberId), DateTimeOffset>> FindGoals(
        IReadOnlyList<string> goals,
        string[] tenants,
        int days,
        UnitOfWork reading
    ) => (
            goals.Count == 0 || tenants.Length == 0
                ? []
                : await reading.List<GoalRow>(
                    $"""
                    with recent as materialized (
                      select l.tenant_id, l.event, l.at, l.subject from core.log l
                       where l.at > now() - make_interval(days => @days) order by l.at desc, l.id desc limit @MaxLines)
                    select r.tenant_id, coalesce({MemberTrigger.MemberSql(
                        'r'
                    )}, '') as member_id, r.at from recent r where r.tenant_id = any(@tenants) and r.event = any(@goals)
                    """,
                    new
                    {
                        tenants,
                        goals = goals.ToArray(),
                        days,
                        MaxLines,
                    }
                )
        ).SelectMany(row => new[] { row with { MemberId = null }, row }).ToLookup(goal => (goal.TenantId, goal.MemberId), goal => goal.At);

    /// <returns>Whether the log of the past days has more entries than are searched.</returns>
    public static Task<bool> IsLogTooLong(int days, UnitOfWork reading) =>
        reading.One<bool>(
            "select count(*) = @MaxLines from (select from core.log l where l.at > now() - make_interval(days => @days) limit @MaxLines) l",
            new { days, MaxLines }
        );

    private static Task<IReadOnlyList<SimulatedTrigger>> Events(Automation automation, Mode mode, int days, UnitOfWork reading) =>
        reading.List<SimulatedTrigger>(
            $"""
            with recent as materialized (
              select l.tenant_id, l.event, l.data, l.at, l.id, l.actor, l.subject from core.log l
               where l.at > now() - make_interval(days => @days) order by l.at desc, l.id desc limit @MaxLines)
            select r.tenant_id, {MemberTrigger.MemberSql('r')} as member_id, r.at, r.data, (select count(*) from recent) >= @MaxLines as is_partial
              from recent r join core.tenants t on t.tenant_id = r.tenant_id
             where r.event = any(@events) and t.mode = @mode and r.actor <> @Id
             order by r.at desc, r.id desc
             limit @MaxTriggers
            """,
            new
            {
                automation.Id,
                days,
                events = automation.Events.ToArray(),
                mode,
                MaxLines,
                MaxTriggers,
            }
        );

    private static Task<IReadOnlyList<SimulatedTrigger>> Dates(AutomationDate date, int offset, Mode mode, int days, UnitOfWork reading) =>
        reading.List<SimulatedTrigger>(
            $"""
            select d.tenant_id, null::text as member_id, d.at + make_interval(days => @offset) as at, null::text as data, count(*) over () > @MaxTriggers as is_partial
              from ({AutomationDates.HistorySql(date)}) d join core.tenants t on t.tenant_id = d.tenant_id
             where t.mode = @mode and d.at > now() - make_interval(days => @days + @offset) and d.at <= now() - make_interval(days => @offset)
             order by d.at desc, d.tenant_id
             limit @MaxTriggers
            """,
            new
            {
                offset,
                mode,
                days,
                MaxTriggers,
            }
        );

    private static Task<IReadOnlyList<SimulatedTrigger>> Changes(AttributeChange change, Mode mode, int days, UnitOfWork reading) =>
        reading.List<SimulatedTrigger>(
            $"""
            select d.tenant_id, d.member_id, d.at, null::text as data, count(*) over () > @MaxTriggers as is_partial
              from ({change.Sql("now() - make_interval(days => @days)", "now()")}) d join core.tenants t on t.tenant_id = d.tenant_id
             where t.mode = @mode
             order by d.at desc, d.tenant_id
             limit @MaxTriggers
            """,
            new
            {
                attribute = change.Attribute,
                before = change.Before,
                after = change.After,
                days,
                mode,
                MaxTriggers,
            }
        );

    private sealed record GoalRow(string TenantId, string? MemberId, DateTimeOffset At);
}
