using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Starts the sequences of automations that are relative to a date, for tenants whose time has come, and of those that a changed attribute starts.</summary>
/// <remarks>A changed attribute of members starts one sequence for each member. A time that is more than a day ago is skipped: a reminder three days before a date is wrong on that date.</remarks>
public sealed class DateSweep(Database database, IdGenerator ids, TimeProvider clock) : IWorkHandler
{
    public const string Kind = "automations.sweep";

    private const int BatchSize = 500;

    /// <summary>
    /// SQL of the time after which changes of an attribute start an automation. Those before its trigger or conditions were as they are now, and those during its
    /// last pause, don't.
    /// </summary>
    private const string ChangesSince = """
        greatest(@OnSince, now() - @window,
                 (select max(p.closed_at) from automations.pauses p where p.tenant_id = 'tnt_platform' and p.automation_id = @Id),
                 (select min(v.opened_at) from automations.automations v
                   where v.automation_id = @Id and v.version <= @Version
                     and v.version > coalesce((select max(o.version)
                                                 from automations.automations o
                                                 join automations.automations c on c.automation_id = o.automation_id and c.version = @Version
                                                where o.automation_id = @Id and o.version < @Version
                                                  and (o.attribute, o.attribute_from, o.attribute_to, o.conditions)
                                                      is distinct from (c.attribute, c.attribute_from, c.attribute_to, c.conditions)), 0)))
        """;

    internal static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    private readonly ChangeWindow _windows = new(clock);

    public string Name => Kind;

    public string Title => "Start automations by date";

    public TimeSpan? Interval => TimeSpan.FromSeconds(30);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<Automation> automations;
        await using (var reading = await database.Read(stop))
            automations = [.. (await Automation.ListOn(reading)).Where(automation => automation.Date is not null || automation.Change is not null)];
        foreach (var automation in automations)
            await Sweep(automation, stop);
        return WorkOutcome.Completed;
    }

    private async Task Sweep(Automation automation, CancellationToken stop)
    {
        var (after, window, startedAt) = (new DueRow("", "", null), _windows.Find(automation), _windows.Start());
        while (true)
        {
            IReadOnlyList<DueRow> due;
            SequenceProfiles profiles;
            await using (var reading = await database.Read(stop))
            {
                due = automation.Change is { } change
                    ? await FindChanges(automation, change, window, after, reading)
                    : await FindDue(automation, after.TenantId, reading);
                profiles = await SequenceProfiles.Load([.. due.Select(row => (row.TenantId, row.MemberId))], automation.Conditions, reading);
            }
            var none = AutomationReach.Facts(null);
            var starts = due.Where(row => profiles.Find(row.TenantId, row.MemberId)?.Meets(automation.Conditions, none) == true)
                .Select(row => new NewEnrollment(row.TenantId, automation, row.Occurrence, null, none, MemberId: row.MemberId))
                .ToList();
            if (starts.Count > 0)
            {
                await using var work = await database.Write(
                    WriteOrigin.Intake(Kind),
                    [IdGenerator.Platform, .. starts.Select(start => start.TenantId).Distinct(StringComparer.Ordinal)],
                    stop
                );
                await EnrollmentRows.Add(starts, ids, work);
                await work.Commit();
            }
            if (due.Count < BatchSize)
                break;
            after = due[^1];
        }
        _windows.Set(automation, window, startedAt);
    }

    /// <returns>Tenants whose time has come since the automation was turned on, and who haven't started for this date.</returns>
    private static Task<IReadOnlyList<DueRow>> FindDue(Automation automation, string after, UnitOfWork reading) =>
        reading.List<DueRow>(
            $"""
            select d.tenant_id, {AutomationDates.OccurrenceSql} as occurrence, null::text as member_id
              from ({AutomationDates.Sql(automation.Date!.Value)}) d
             where d.at > greatest(@OnSince, now() - @MaxDelay) - make_interval(days => @OffsetDays) and d.at <= now() - make_interval(days => @OffsetDays)
               and d.tenant_id > @after
               and not exists (select from automations.enrollments e where e.tenant_id = d.tenant_id and e.automation_id = @Id and (@Once or e.occurrence = {AutomationDates.OccurrenceSql}))
             order by d.tenant_id
             limit @BatchSize
            """,
            new
            {
                automation.Id,
                automation.OnSince,
                automation.OffsetDays,
                automation.Once,
                MaxDelay,
                after,
                BatchSize,
            }
        );

    /// <returns>Changes within the window and since <see cref="ChangesSince"/> that haven't started it. A tenant can have several.</returns>
    private static Task<IReadOnlyList<DueRow>> FindChanges(Automation automation, AttributeChange change, TimeSpan window, DueRow after, UnitOfWork reading)
    {
        var isSame =
            !automation.Once ? $"e.occurrence = {AttributeChange.OccurrenceSql}"
            : change.IsOfMembers ? "e.member_id = d.member_id"
            : "true";
        // Changes of the past day that started one sequence of the tenant, before each member had an own one, don't start it again.
        var startedForTenant = change.IsOfMembers
            ? $"""
                and not exists (select from automations.enrollments e
                                 where e.tenant_id = d.tenant_id and e.automation_id = @Id and e.occurrence = {AttributeChange.TimeSql})
                """
            : "";
        return reading.List<DueRow>(
            $"""
            select d.tenant_id, {AttributeChange.OccurrenceSql} as occurrence, d.member_id
              from ({change.Sql(ChangesSince, "now()")}) d
             where (d.tenant_id, {AttributeChange.OccurrenceSql}) > (@TenantId, @Occurrence)
               and not exists (select from automations.enrollments e
                                where e.tenant_id = d.tenant_id and e.automation_id = @Id and {isSame})
               {startedForTenant}
             order by d.tenant_id, {AttributeChange.OccurrenceSql}
             limit @BatchSize
            """,
            new
            {
                automation.Id,
                automation.Version,
                attribute = change.Attribute,
                before = change.Before,
                after = change.After,
                automation.OnSince,
                window,
                after.TenantId,
                after.Occurrence,
                BatchSize,
            }
        );
    }

    private sealed record DueRow(string TenantId, string Occurrence, string? MemberId);
}
