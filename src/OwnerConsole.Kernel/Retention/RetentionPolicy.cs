using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Retention;

/// <summary>
/// What one kind of data is kept for: its period, its legal basis and its rows. Rows that are due are deleted every hour, in batches, unless a legal hold
/// covers them. Register it with <see cref="RetentionRegistration.AddRetention{TPolicy}"/>.
/// </summary>
public abstract class RetentionPolicy(Database database) : IWorkHandler
{
    /// <summary>Largest number that rows are counted to, so that a page doesn't read whole tables.</summary>
    public const int MaxCount = 100_000;

    /// <summary>Rows whose ages are compared in a table without an index by age.</summary>
    private const int MaxCompared = 10_000;

    private const int TenantsAtOnce = 500;

    /// <summary>Permanent name in the API and in the evidence: <c>emails</c>.</summary>
    public abstract string Key { get; }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract string Title { get; }

    /// <summary>Kind of data, as a plural: <c>Emails</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What is deleted, and when, in one sentence.</summary>
    public abstract string Description { get; }

    /// <summary>Legal basis for the period, such as the storage limitation of the GDPR.</summary>
    public virtual string Basis => "GDPR Art. 5(1)(e), storage limitation";

    /// <summary>Setting with the period in days; null for a fixed period.</summary>
    public abstract Setting? Setting { get; }

    /// <summary>Whether a period of 0 days turns the policy off, so that the data is kept.</summary>
    public virtual bool CanBeOff => false;

    /// <summary>Operation that the policy runs instead of deleting rows, such as the deletion of a tenant; null if it deletes rows.</summary>
    /// <remarks>The policy runs it without asking anyone, so only people who can run it without a ceiling can set the period.</remarks>
    public virtual string? Operation => null;

    /// <summary>Rows that the policy deletes, in the order in which it deletes them. The first table is the main one.</summary>
    public abstract IReadOnlyList<RetainedRows> Rows { get; }

    /// <inheritdoc/>
    public TimeSpan? Interval => TimeSpan.FromHours(1);

    /// <summary>Lane of its recurring work.</summary>
    public string Lane => $"every:{Name}";

    /// <summary>Maximum number of rows of a table that one transaction deletes.</summary>
    protected virtual int BatchSize => 5_000;

    /// <summary>Statements that select the tenant_id of other due data, which <see cref="DeleteMore"/> deletes. They exclude data on hold.</summary>
    protected virtual IReadOnlyList<string> AlsoDue => [];

    /// <summary>Retention period as an SQL expression of type interval.</summary>
    protected string Period => Setting?.IntervalSql ?? "interval '0'";

    /// <summary>Deletes one batch.</summary>
    public virtual async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var tenants = await FindTenants(stop);
        if (tenants.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(
            WriteOrigin.Intake("forget"),
            [.. tenants.Append(IdGenerator.Platform).Distinct(StringComparer.Ordinal)],
            stop
        );
        await LegalHolds.Share(work);
        var hasHolds = Rows.Any(rows => rows.WaitForHolds) && await LegalHolds.AreInForce(work);
        var (deleted, isFull) = (0L, false);
        foreach (var rows in Rows.Where(rows => !(rows.WaitForHolds && hasHolds)))
        {
            var count = await Delete(rows, tenants, work);
            deleted += count;
            isFull |= count == BatchSize;
        }
        if (!isFull)
            await DeleteMore(tenants, work);
        if (deleted > 0)
            await Record(deleted, work);
        await work.Commit();
        return isFull || tenants.Count == TenantsAtOnce ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    /// <summary>Deletes due rows now instead of within the hour.</summary>
    /// <param name="work">Transaction of the run that requests it, which names the platform.</param>
    public async Task Request(UnitOfWork work)
    {
        await work.Execute(
            "insert into core.retention_requests (tenant_id, policy, opened_by, opened_at) values ('tnt_platform', @Key, @run, clock_timestamp())",
            new { Key, run = work.RunId }
        );
        await work.MakeDue([Lane]);
    }

    /// <summary>Counts rows up to <see cref="MaxCount"/> per table.</summary>
    /// <param name="work">Can read all tenants.</param>
    public async Task<RetentionState> FindState(UnitOfWork work) =>
        (
            await work.One<RetentionState>(
                $"""
                select ({string.Join(" + ", Rows.Select(rows => Count(rows, "true")))})::bigint as kept,
                       (select o.at from (select least({string.Join(", ", Rows.Select(Oldest))}) as at) o where o.at <= now()) as oldest_at,
                       ({string.Join(" + ", Rows.Select(rows => Count(rows, $"({rows.Due(Period)}) and not {rows.IsHeld}")))})::bigint as due,
                       ({string.Join(
                    " + ",
                    Rows.Select(rows => rows.BelongToPlatform ? "0" : Count(rows, $"({rows.Due(Period)}) and {rows.IsHeld}"))
                )})::bigint as held
                """,
                new { most = MaxCount }
            )
        )!; // without a table, it returns one row

    /// <summary>Counts the rows that the next run deletes, up to <see cref="MaxCount"/> per table.</summary>
    /// <param name="days">Retention period; null for the current one.</param>
    /// <param name="work">Can read all tenants.</param>
    public async Task<long> CountDue(int? days, UnitOfWork work)
    {
        var period = days is null ? Period : "make_interval(days => @days)";
        return await work.One<long>(
            $"select ({string.Join(" + ", Rows.Select(rows => Count(rows, $"({rows.Due(period)}) and not {rows.IsHeld}")))})::bigint",
            new { most = MaxCount, days = days ?? 0 }
        );
    }

    /// <param name="days">Requested period.</param>
    /// <returns>Whether the period can be set to it.</returns>
    public bool IsAllowed(int days) => Setting is { } setting && ((days >= setting.Min && days <= setting.Max) || (days == 0 && CanBeOff));

    /// <summary>What a new period means, for the preview of the change.</summary>
    /// <param name="days">New period.</param>
    /// <param name="due">Rows that the next run deletes with it, counted by <see cref="CountDue"/>.</param>
    public virtual Sentence DescribeChange(int days, long due) =>
        due switch
        {
            0 => Sentence.Say($"Data is deleted when it is {days:day} old, unless it is on legal hold. No row is that old, so the next run deletes nothing."),
            >= MaxCount => Sentence.Say(
                $"Data is deleted when it is {days:day} old, unless it is on legal hold. The next run deletes at least {due:row}. An undo restores the period, not the rows."
            ),
            _ => Sentence.Say(
                $"Data is deleted when it is {days:day} old, unless it is on legal hold. The next run deletes {due:row}. An undo restores the period, not the rows."
            ),
        };

    /// <summary>What the next run does, for the preview of starting it.</summary>
    /// <param name="due">Rows that it deletes, counted by <see cref="CountDue"/>.</param>
    public virtual Sentence DescribeRun(long due) =>
        due switch
        {
            0 => Sentence.Say($"No row is due, so nothing is deleted."),
            >= MaxCount => Sentence.Say($"Deletes at least {due:row} that are older than their period. Rows on legal hold are kept."),
            _ => Sentence.Say($"Deletes {due:row} older than the period. Rows on legal hold are kept."),
        };

    /// <summary>Finds why the next run does nothing, although data is due.</summary>
    /// <param name="days">Retention period; null for the current one.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>Null if nothing prevents it.</returns>
    public virtual Task<Sentence?> FindObstacle(int? days, UnitOfWork work) => Task.FromResult<Sentence?>(null);

    /// <summary>Details of what a new period affects, for the form that changes it.</summary>
    /// <param name="days">New period.</param>
    /// <param name="work">Can read all tenants.</param>
    public virtual Task<IReadOnlyList<RetentionDetail>> ListDetails(int days, UnitOfWork work) => Task.FromResult<IReadOnlyList<RetentionDetail>>([]);

    /// <summary>Deletes or empties what its tables don't describe. It isn't counted, like dependents of deleted rows.</summary>
    /// <param name="tenants">Tenants with due data.</param>
    /// <param name="work">Names the tenants and the platform.</param>
    protected virtual Task DeleteMore(IReadOnlyList<string> tenants, UnitOfWork work) => Task.CompletedTask;

    /// <summary>Adds to the evidence of the day.</summary>
    /// <param name="deleted">Number of deleted rows.</param>
    /// <param name="work">Names the platform.</param>
    protected Task Record(long deleted, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.retention_days as d (tenant_id, policy, day, deleted, batches, deleted_at)
            values ('tnt_platform', @Key, (now() at time zone 'UTC')::date, @deleted, 1, now())
            on conflict (tenant_id, policy, day) do update
               set deleted = d.deleted + excluded.deleted, batches = d.batches + 1, deleted_at = excluded.deleted_at
            """,
            new { Key, deleted }
        );

    private async Task<IReadOnlyList<string>> FindTenants(CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        return await reading.List<string>(
            $"select d.tenant_id from ({string.Join(" union ", Rows.Select(FindDue).Concat(AlsoDue.Select(sql => $"({sql})")))}) d limit @limit",
            new { limit = TenantsAtOnce }
        );
    }

    private string FindDue(RetainedRows rows) =>
        rows.BelongToPlatform
            ? $"(select r.tenant_id from {rows.Table} r where {rows.IsOwn} and ({rows.Due(Period)}) limit 1)"
            : $"(select distinct r.tenant_id from {rows.Table} r where {rows.IsOwn} and ({rows.Due(Period)}) and not {rows.IsHeld} limit @limit)";

    /// <summary>Deletes a batch in one statement with the check of holds. Rows that another transaction is changing are left for the next run.</summary>
    private Task<long> Delete(RetainedRows rows, IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.One<long>(
            $"""
            with gone as (
              delete from {rows.Table} d
               where d.ctid = any(array(
                       select r.ctid from {rows.Table} r
                        where {rows.IsOwn} and {(rows.BelongToPlatform ? "true" : "r.tenant_id = any(@tenants)")} and ({rows.Due(Period)}) and not {rows.IsHeld}
                        limit @most for update of r skip locked))
              returning {rows.Key ?? "d.tenant_id"})
            {string.Concat(rows.Dependents.Select((sql, place) => $", dependents_{place} as ({sql})"))}
            select count(*) from gone
            """,
            new { tenants, most = BatchSize }
        );

    private static string Count(RetainedRows rows, string condition) =>
        $"(select count(*) from (select from {rows.Table} r where {rows.IsOwn} and {condition} limit @most) counted)";

    /// <summary>Without an index by age, the first rows that are stored are compared, which are usually the oldest.</summary>
    private static string Oldest(RetainedRows rows) =>
        rows.AgeIndexes.Count > 0
            ? string.Join(", ", rows.AgeIndexes.Select(condition => $"(select min({rows.Age}) from {rows.Table} r where {rows.IsOwn} and {condition})"))
            : $"(select min(x.age) from (select {rows.Age} as age from {rows.Table} r where {rows.IsOwn} limit {MaxCompared}) x)";
}

/// <summary>Number of rows of a retention policy.</summary>
/// <param name="Kept">Rows in its tables, each table counted up to <see cref="RetentionPolicy.MaxCount"/>.</param>
/// <param name="OldestAt">Time of the oldest row; null without rows, or if all belong to periods that have not ended. In a table without an index by age, only some rows are compared.</param>
/// <param name="Due">Rows that the next run deletes.</param>
/// <param name="Held">Rows that are due but kept by legal holds.</param>
public sealed record RetentionState(long Kept, DateTimeOffset? OldestAt, long Due, long Held);

/// <summary>A detail of what a retention policy affects.</summary>
/// <param name="Label">Noun.</param>
/// <param name="Text">Value.</param>
public sealed record RetentionDetail(string Label, string Text);
