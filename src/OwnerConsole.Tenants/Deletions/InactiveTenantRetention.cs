using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;

namespace OwnerConsole.Tenants.Deletions;

/// <summary>Schedules the deletion of tenants without activity. The usual operation deletes each of them after its waiting period.</summary>
public sealed class InactiveTenantRetention(Database database, Lazy<InactiveTenantScheduler> scheduler, TimeProvider clock) : RetentionPolicy(database)
{
    /// <summary>Maximum number of tenants in 24 hours, so that missing reports of activity can't schedule all of them at once.</summary>
    public const int MaxPerDay = 100;

    internal const string Job = "inactive_tenants.schedule";

    private const int MaxExamples = 5;

    /// <summary>Runs in one execution, so that it ends long before its lane could be given to another node.</summary>
    private const int MaxAtOnce = 25;

    /// <summary>It isn't among the settings of the platform, because a person who changes those need not be able to delete tenants.</summary>
    private static readonly Setting s_days = new(
        "tenants.keep_inactive_days",
        SettingCategory.Features,
        "Inactive tenants",
        "Tenants without activity are scheduled for deletion after this many days.",
        "0"
    )
    {
        Kind = FieldKind.Number,
        Min = 180,
        Max = 3650,
        Unit = "days",
    };

    private readonly Database _database = database;

    public override string Key => "inactive_tenants";

    public override string Name => Job;

    public override string Title => "Schedule deletions of inactive tenants";

    public override string Kind => "Inactive tenants";

    public override string Description =>
        "Tenants without activity are scheduled for deletion, unless they pay, are in a trial, owe money or are on legal hold. Their waiting period is 30 days.";

    public override Setting Setting => s_days;

    public override bool CanBeOff => true;

    public override string Operation => DeleteTenant.Name;

    public override IReadOnlyList<RetainedRows> Rows { get; } = [InactiveTenant.Rows];

    /// <summary>Schedules deletions, each by a run of its own, so that each can be undone and cancelled.</summary>
    public override async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        foreach (var tenant in await FindReturned(stop))
            await scheduler.Value.Cancel(tenant, stop);
        var (due, obstacle) = await FindDue(stop);
        if (obstacle is not null)
        {
            await scheduler.Value.LogObstacle(obstacle, stop);
            return WorkOutcome.Completed;
        }
        var scheduled = 0;
        foreach (var tenant in due)
            if (await scheduler.Value.Schedule(tenant, stop))
            {
                await AddEvidence(stop);
                scheduled++;
            }
        return scheduled == MaxAtOnce ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed; // refused ones are tried again in an hour
    }

    public override Sentence DescribeChange(int days, long due) =>
        days == 0
            ? Sentence.Say($"Inactive tenants are kept. Deletions that are already scheduled continue until they are cancelled.")
            : Sentence.Say(
                $"Tenants without activity for {days:day} are scheduled for deletion, at most {MaxPerDay} in 24 hours. Due now: {due:tenant}. Each can be cancelled for {DeleteTenant.DefaultDays:day}. An undo restores the period and cancels no deletion."
            );

    public override Sentence DescribeRun(long due) =>
        due == 0
            ? Sentence.Say($"No tenant is due, so no deletion is scheduled.")
            : Sentence.Say(
                $"Schedules the deletion of {due:inactive tenant}, at most {MaxPerDay} in 24 hours. Each can be cancelled for {DeleteTenant.DefaultDays:day}."
            );

    public override async Task<Sentence?> FindObstacle(int? days, UnitOfWork work)
    {
        var period = days ?? await Setting.GetNumber(work);
        return period == 0 ? null : (await ActivityReports.Find(period, work)).FindGap(period, clock.GetUtcNow());
    }

    public override async Task<IReadOnlyList<RetentionDetail>> ListDetails(int days, UnitOfWork work)
    {
        if (days == 0)
            return [];
        var examples = await InactiveTenant.ListDue("make_interval(days => @days)", days, MaxExamples, work);
        var details = new List<RetentionDetail>
        {
            new("Longest inactive", examples.Count == 0 ? "None" : string.Join(", ", examples.Select(tenant => $"{tenant.Name} ({Describe(tenant)})"))),
            new("Excluded", PlatformWords.Current.Translate("MRR, subscriptions, trials, unpaid invoices, legal holds, more than 5,000 members, test data")),
        };
        if (await FindObstacle(days, work) is { } obstacle)
            details.Add(new("Paused", new SentenceRenderer().Text(obstacle)));
        return details;
    }

    private static string Describe(InactiveTenant tenant) => tenant.LastActiveAt?.ToString("d MMM yyyy", CultureInfo.InvariantCulture) ?? "never active";

    private async Task<IReadOnlyList<InactiveTenant>> FindReturned(CancellationToken stop)
    {
        await using var reading = await _database.Read(stop);
        return await InactiveTenant.ListReturned(InactiveTenantScheduler.Principal, MaxPerDay, reading);
    }

    private async Task<(IReadOnlyList<InactiveTenant> Due, Sentence? Obstacle)> FindDue(CancellationToken stop)
    {
        await using var reading = await _database.Read(stop);
        var limit = Math.Min(MaxAtOnce, await InactiveTenantScheduler.CountLeft(reading));
        var due = await InactiveTenant.ListDue(Period, 0, limit, reading);
        return (due, due.Count == 0 ? null : await FindObstacle(days: null, reading));
    }

    private async Task AddEvidence(CancellationToken stop)
    {
        await using var work = await _database.Write(WriteOrigin.Intake(Job), [IdGenerator.Platform], stop);
        await Record(1, work);
        await work.Commit();
    }
}
