using System.Globalization;
using System.Net;
using OwnerConsole.Client;
using StudioApp.Data;

namespace StudioApp.Connection;

/// <summary>Reports changes from the database, so that other code does not need to know about the console, which can be unreachable.</summary>
internal sealed partial class ConsoleReporter(
    StudioDatabase database,
    OwnerConsoleClient console,
    ClientPlaces places,
    TimeProvider clock,
    ILogger<ConsoleReporter> log
) : BackgroundService
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(s_beat, clock);
        do try
        {
            await Studios(stoppingToken); // before their people
            await People(stoppingToken);
            await Leavers(stoppingToken);
            await places.Reconcile(stoppingToken);
        }
        catch (HttpRequestException)
        {
            // the console is unreachable; changes stay marked until it is back
        }
        catch (RefusedException refused) when (refused.Status is not HttpStatusCode.BadRequest)
        {
            Refused("Everything", refused.Message); // for example an expired key
        }
        while (await beat.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Studios(CancellationToken stop)
    {
        var changed = await database.Rows(
            """
            select s.id, s.name, s.contact_email, s.plan, s.trial_ends_at, s.opened_at, s.changed_at, p.id, p.name,
                   (select count(*) from studio.people c where c.studio_id = s.id and c.role = 'coach'),
                   exists (select from studio.files f where f.studio_id = s.id)
              from studio.studios s left join studio.people p on p.studio_id = s.id and p.role = 'owner'
             where s.reported_at is distinct from s.changed_at limit 500
            """,
            row =>
                (
                    Id: row.GetString(0),
                    ChangedAt: row.GetFieldValue<DateTimeOffset>(6),
                    Report: new TenantReport
                    {
                        Name = row.GetString(1),
                        ContactEmail = row.Text(2),
                        PlanItems = new[] { new PlanItem(row.GetString(3)) },
                        Lifecycle = row.Instant(4) > clock.GetUtcNow() ? Lifecycle.Trial : Lifecycle.Active,
                        TrialEndsAt = row.Instant(4),
                        OpenedAt = row.GetFieldValue<DateTimeOffset>(5),
                        OwnerExternalId = row.Text(7),
                        OwnerName = row.Text(8),
                        Attributes = new Dictionary<string, object?>(StringComparer.Ordinal)
                        {
                            ["coaches"] = row.GetInt64(9),
                            ["opened_on"] = row.GetFieldValue<DateTimeOffset>(5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                            ["stores_files"] = row.GetBoolean(10),
                        },
                    }
                ),
            stop
        );
        if (changed.Count == 0)
            return;
        await TryReport("Studios", () => console.ReportTenants(changed.ToDictionary(one => one.Id, one => one.Report, StringComparer.Ordinal), stop));
        await Mark("studios", [.. changed.Select(one => (one.Id, one.ChangedAt))], stop);
    }

    private async Task People(CancellationToken stop)
    {
        var changed = await database.Rows(
            """
            select id, studio_id, name, email, role, joined_at, last_seen_at, changed_at from studio.people
             where reported_at is distinct from changed_at order by studio_id limit 500
            """,
            row =>
                (
                    Id: row.GetString(0),
                    Studio: row.GetString(1),
                    ChangedAt: row.GetFieldValue<DateTimeOffset>(7),
                    Report: new MemberReport
                    {
                        Name = row.GetString(2),
                        Email = row.Text(3),
                        Role = row.GetString(4),
                        JoinedAt = row.GetFieldValue<DateTimeOffset>(5),
                        LastSeenAt = row.Instant(6),
                        LeftAt = null,
                        Attributes = new Dictionary<string, object?>(StringComparer.Ordinal) { ["teaches"] = row.GetString(4) is "coach" },
                    }
                ),
            stop
        );
        foreach (var studio in changed.GroupBy(one => one.Studio, StringComparer.Ordinal))
        {
            var reports = studio.ToDictionary(one => one.Id, one => one.Report, StringComparer.Ordinal);
            await TryReport(studio.Key, () => console.ReportMembers(studio.Key, reports, stop));
            await Mark("people", [.. studio.Select(one => (one.Id, one.ChangedAt))], stop);
        }
    }

    /// <summary>Reports removed people until the console has stored it.</summary>
    private async Task Leavers(CancellationToken stop)
    {
        var left = await database.Rows(
            "select person_id, studio_id, left_at from studio.leavers order by studio_id, person_id limit 500",
            row => (Id: row.GetString(0), Studio: row.GetString(1), LeftAt: row.GetFieldValue<DateTimeOffset>(2)),
            stop
        );
        foreach (var studio in left.GroupBy(one => one.Studio, StringComparer.Ordinal))
        {
            var reports = studio.ToDictionary(one => one.Id, one => new MemberReport { LeftAt = one.LeftAt }, StringComparer.Ordinal);
            await TryReport(studio.Key, () => console.ReportMembers(studio.Key, reports, stop));
            string[] told = [.. studio.Select(one => one.Id)];
            await database.Execute("delete from studio.leavers where person_id = any($1)", stop, (object)told); // one array value, not one for each id
        }
    }

    /// <summary>Skips reports that the console rejects permanently.</summary>
    private async Task TryReport(string what, Func<Task> report)
    {
        try
        {
            await report();
        }
        catch (RefusedException refused) when (refused.Status is HttpStatusCode.BadRequest)
        {
            Refused(what, refused.Message);
        }
    }

    /// <summary>Marks rows as reported, unless they changed while the report was sent.</summary>
    private Task Mark(string table, IReadOnlyList<(string Id, DateTimeOffset ChangedAt)> reported, CancellationToken stop) =>
        database.Execute(
            $"update studio.{table} t set reported_at = at from unnest($1::text[], $2::timestamptz[]) as reported (id, at) where t.id = reported.id",
            stop,
            reported.Select(one => one.Id).ToArray(),
            reported.Select(one => one.ChangedAt).ToArray()
        );

    [LoggerMessage(LogLevel.Error, "{What} could not be reported: {Why}")]
    private partial void Refused(string what, string why);
}
