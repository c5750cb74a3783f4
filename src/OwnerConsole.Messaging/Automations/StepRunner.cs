using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Executes the steps that are due, in batches of one automation after another, so that a large one doesn't delay the others.</summary>
/// <remarks>A step and the place in the sequence are stored in one transaction. After a crash, the step is executed again or was executed completely.</remarks>
public sealed class StepRunner(Database database, IEnumerable<IStepHandler> handlers, OperationStep operations, ILogger<StepRunner> log) : IWorkHandler
{
    public const string Kind = "automations.advance";

    private const int BatchSize = 200;

    /// <summary>Fewer if each tenant can have many recipients.</summary>
    private const int MembersBatchSize = 20;

    private static readonly TimeSpan s_retryDelay = TimeSpan.FromMinutes(5);

    public string Name => Kind;

    public string Title => "Execute steps of automations";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public bool SendsExternally => true;

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<DueEnrollment> due;
        await using (var reading = await database.Read(stop))
            due = await FindDue(reading);
        foreach (var alike in due.GroupBy(enrollment => (enrollment.AutomationId, enrollment.Version, enrollment.Step)))
            try
            {
                await Advance(alike.Key.AutomationId, alike.Key.Version, alike.Key.Step, [.. alike], stop);
            }
            catch (Exception error) when (error is not (OperationCanceledException or DbException)) // others must not wait for it
            {
                log.LogError(error, "Step {Step} of {Automation} can't be executed; retrying in 5 minutes.", alike.Key.Step + 1, alike.Key.AutomationId);
                await Delay([.. alike], stop);
            }
        await operations.SettleEnded(stop);
        return due.Count == 0 ? WorkOutcome.Completed : WorkOutcome.Reschedule(TimeSpan.Zero);
    }

    private async Task Advance(string id, int version, int step, IReadOnlyList<DueEnrollment> due, CancellationToken stop)
    {
        var stops = new Dictionary<string, string>(StringComparer.Ordinal);
        Automation automation;
        StepBatch batch;
        StepWriter? write = null;
        await using (var reading = await database.Read(stop))
        {
            automation = (await Automation.Find(id, version, reading))!; // versions are never removed
            if (automation.PausedSince is not null)
                return; // paused since its sequences were read
            if (automation.Steps[step].IsMessage && await StepRecipients.AreLimited(automation, reading))
                due = await FirstOfEachRecipient(automation, due, reading);
            var profiles = await SequenceProfiles.Load(
                [.. due.Select(enrollment => (enrollment.TenantId, enrollment.MemberId))],
                automation.Conditions,
                reading
            );
            await FindStops(automation, step, due, profiles, stops, reading);
            batch = new(automation, step, [.. due.Where(enrollment => !stops.ContainsKey(enrollment.EnrollmentId))], profiles.Tenants);
            if (batch.Enrollments.Count > 0 && handlers.FirstOrDefault(handler => handler.Kind == batch.Content.Kind) is { } handler)
                write = await handler.Prepare(batch, reading);
        }
        var runs = batch.Content.Kind is StepKind.Operation ? await Run(batch, due, stops, stop) : null;
        await using var work = await database.Write(
            WriteOrigin.Intake(Kind),
            [IdGenerator.Platform, .. due.Select(enrollment => enrollment.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        var locked = await EnrollmentRows.LockDue([.. due.Select(enrollment => enrollment.EnrollmentId)], step, work);
        foreach (var same in stops.Where(pair => locked.Contains(pair.Key)).GroupBy(pair => pair.Value, StringComparer.Ordinal))
            await EnrollmentRows.Stop([.. same.Select(pair => pair.Key)], same.Key, work);
        locked.ExceptWith(stops.Keys);
        if (runs is not null)
            locked.IntersectWith(await StepRunRows.Settle(batch, runs, locked, work));
        if (locked.Count > 0)
        {
            if (write is not null)
                await write(locked, work);
            await EnrollmentRows.Advance(locked, automation.Steps[step].Duration, step + 1 == automation.Steps.Count, work);
        }
        await work.Commit();
    }

    /// <summary>
    /// Sequences about several users of a tenant can have the same recipient, and so can those about a record and the one it was merged into. The message limit
    /// counts the message of one before the others, which remain due.
    /// </summary>
    private static async Task<IReadOnlyList<DueEnrollment>> FirstOfEachRecipient(Automation automation, IReadOnlyList<DueEnrollment> due, UnitOfWork reading)
    {
        if (automation is not { IsAboutMember: true, Audience: AutomationAudience.Members })
            return [.. due.DistinctBy(enrollment => enrollment.TenantId)];
        var merged = (
            await reading.List<MergedMember>(
                $"""
                select n.tenant_id, n.member_id, w.into_id
                  from unnest(@tenants, @members) n(tenant_id, member_id) {MemberSql.MergedIntoJoin("n")}
                 where w.into_id is not null
                """,
                new { tenants = due.Select(enrollment => enrollment.TenantId).ToArray(), members = due.Select(enrollment => enrollment.MemberId).ToArray() }
            )
        ).DistinctBy(row => (row.TenantId, row.MemberId)).ToDictionary(row => (row.TenantId, row.MemberId), row => row.IntoId);
        return
        [
            .. due.DistinctBy(enrollment => (enrollment.TenantId, merged.GetValueOrDefault((enrollment.TenantId, enrollment.MemberId)) ?? enrollment.MemberId)),
        ];
    }

    /// <summary>Runs the operation before the transaction that continues the sequences, because each run has its own.</summary>
    /// <param name="stops">
    /// Loses sequences whose run was started before their reason to stop, which can be its own effect. A run that waits for an approval is withdrawn.
    /// </param>
    private async Task<IReadOnlyList<StepRun>> Run(StepBatch batch, IReadOnlyList<DueEnrollment> due, Dictionary<string, string> stops, CancellationToken stop)
    {
        var started = new List<DueEnrollment>();
        foreach (var enrollment in due.Where(enrollment => stops.ContainsKey(enrollment.EnrollmentId) && batch.Tenants.ContainsKey(enrollment.TenantId)))
            if (await operations.IsStarted(batch.Automation, enrollment, stop))
            {
                stops.Remove(enrollment.EnrollmentId);
                started.Add(enrollment);
            }
        // Those with a run are first, because the others can reach the ceiling.
        return await operations.Execute(batch with { Enrollments = [.. started, .. batch.Enrollments.OrderBy(enrollment => enrollment.RunId is null)] }, stop);
    }

    private static async Task FindStops(
        Automation automation,
        int step,
        IReadOnlyList<DueEnrollment> due,
        SequenceProfiles profiles,
        Dictionary<string, string> stops,
        UnitOfWork reading
    )
    {
        var dates = automation.Date is { } date ? await FindDates(date, due, reading) : null;
        // An operation of the sequence can move the date itself, as an extension does with the end of the trial. It must still exist.
        // Only the tenant moves its last activity, which ends the sequence.
        if (dates is not null && automation.Date is not AutomationDate.LastActivity && automation.Steps.Take(step).Any(done => done.Kind is StepKind.Operation))
            dates = KeepOccurrences(due, dates.Select(row => row.TenantId).ToHashSet(StringComparer.Ordinal));
        var undone = automation.Operations.Count > 0 ? await StepRunRows.FindUndone(due, reading) : null;
        foreach (var enrollment in due)
        {
            var reason =
                undone?.Contains(enrollment.EnrollmentId) == true
                    ? EnrollmentRows.Undone
                    : FindStopReason(automation, enrollment, profiles.Find(enrollment.TenantId, enrollment.MemberId), dates);
            if (reason is not null)
                stops[enrollment.EnrollmentId] = reason;
        }
    }

    private static HashSet<(string TenantId, string Occurrence)> KeepOccurrences(IReadOnlyList<DueEnrollment> due, HashSet<string> tenants) =>
        due.Where(enrollment => tenants.Contains(enrollment.TenantId)).Select(enrollment => (enrollment.TenantId, enrollment.Occurrence)).ToHashSet();

    private async Task Delay(IReadOnlyList<DueEnrollment> due, CancellationToken stop)
    {
        await using var work = await database.Write(
            WriteOrigin.Intake(Kind),
            [.. due.Select(enrollment => enrollment.TenantId).Distinct(StringComparer.Ordinal)],
            stop
        );
        await EnrollmentRows.Delay([.. due.Select(enrollment => enrollment.EnrollmentId)], s_retryDelay, work);
        await work.Commit();
    }

    private static string? FindStopReason(
        Automation automation,
        DueEnrollment enrollment,
        TenantProfile? tenant,
        IReadOnlySet<(string TenantId, string Occurrence)>? dates
    ) =>
        !automation.IsOn ? EnrollmentRows.TurnedOff
        : dates?.Contains((enrollment.TenantId, enrollment.Occurrence)) == false ? EnrollmentRows.DateChanged
        : tenant?.Meets(automation.Conditions, enrollment.Facts) != true ? EnrollmentRows.ConditionsUnmet
        : null;

    private static async Task<IReadOnlySet<(string TenantId, string Occurrence)>> FindDates(
        AutomationDate date,
        IReadOnlyList<DueEnrollment> due,
        UnitOfWork reading
    ) =>
        (
            await reading.List<DateRow>(
                $"select d.tenant_id, {AutomationDates.OccurrenceSql} as occurrence from ({AutomationDates.Sql(date)}) d where d.tenant_id = any(@ids)",
                new { ids = due.Select(enrollment => enrollment.TenantId).ToArray() }
            )
        )
            .Select(row => (row.TenantId, row.Occurrence))
            .ToHashSet();

    private static Task<IReadOnlyList<DueEnrollment>> FindDue(UnitOfWork reading) =>
        reading.List<DueEnrollment>(
            """
            select e.tenant_id, e.enrollment_id, e.automation_id, e.version, e.step, e.occurrence, e.facts, e.member_id, r.run_id
              from automations.automations v
             cross join lateral (
               select * from automations.enrollments e
                where e.automation_id = v.automation_id and e.state = 'running' and e.due_at <= now()
                order by e.due_at, e.enrollment_id
                limit case when exists (select from automations.automations w where w.automation_id = v.automation_id and w.audience = 'members')
                           then @MembersBatchSize else @BatchSize end) e
              left join automations.runs r on r.tenant_id = e.tenant_id and r.enrollment_id = e.enrollment_id and r.step = e.step
             where v.version = 1
               and not exists (select from automations.pauses p
                                 join automations.activations o
                                   on o.tenant_id = p.tenant_id and o.automation_id = p.automation_id and o.opened_by = p.activation and o.closed_by is null
                                where p.tenant_id = 'tnt_platform' and p.automation_id = v.automation_id and p.closed_by is null)
            """,
            new { BatchSize, MembersBatchSize }
        );

    private sealed record DateRow(string TenantId, string Occurrence);

    private sealed record MergedMember(string TenantId, string? MemberId, string IntoId);
}

/// <summary>A sequence whose next step is due.</summary>
/// <param name="Facts">Values of the event that started it.</param>
/// <param name="MemberId">Member that it is about; null for the tenant.</param>
/// <param name="RunId">Run of the step, which waits for an approval or the application; null for none.</param>
public sealed record DueEnrollment(
    string TenantId,
    string EnrollmentId,
    string AutomationId,
    int Version,
    int Step,
    string Occurrence,
    JsonElement Facts,
    string? MemberId,
    string? RunId
);
