using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Kernel.Log;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Upgrades;

/// <summary>Records this release: fills an installation, queries its metrics, and kills it while much is in progress.</summary>
internal sealed partial class ReleaseRecorder : IDisposable
{
    private const int Tenants = 700,
        HeldTenant = 600,
        Paying = 40,
        Months = 4;

    private const string DeliveryAttempted = "select exists (select from work.items where kind = 'webhook.deliver' and attempts > 0)";

    private static readonly (string Key, long Amount, string Interval)[] s_plans =
    [
        ("solo", 2900, "month"),
        ("studio", 59000, "year"),
        ("studio-plus", 12950, "month"),
        ("extra-room", 10010, "year"),
    ];

    private readonly InstalledConsole _machine = new();
    private readonly DateTimeOffset _until = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-2), TimeSpan.Zero);
    private Process _console = null!; // set by Fill

    /// <param name="files">the path of the files without their extensions</param>
    public static async Task<RecordedRelease> To(string files)
    {
        using var keeping = new ReleaseRecorder();
        var kept = await keeping.Fill();
        await kept.Pack(keeping._machine.Data, files);
        return kept;
    }

    public void Dispose()
    {
        _console?.Dispose();
        _machine.Dispose();
    }

    private async Task<RecordedRelease> Fill()
    {
        _console = _machine.Start("serve", ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"));
        await _machine.Ready(_console);
        var connections = await Cluster.Join(new(_machine.Data));
        var masterKey = Convert.FromBase64String((await File.ReadAllTextAsync(_machine.MasterKey)).Trim());
        await using var services = ConsoleHost.Services(new(connections, _machine.Port, masterKey));
        var database = services.GetRequiredService<Database>();
        var (live, demo) = (await Key(services, Mode.Live), await Key(services, Mode.Test));

        var crowd = await TenantCrowd.Gather(services, connections, "kept", Tenants);
        await Settings(live);
        await History(live, crowd.Tenants);
        await Wait(live, database, crowd.Tenants[0]);
        await Play(demo, database);
        await live.Run("month.close", IdGenerator.Platform, new { month = First.AddMonths(-2) });
        await WaitForMetrics(database);
        var numbers = await RecordedMetrics.Ask(live, demo, First.AddMonths(-3), Day.AddDays(-1), TimeProvider.System.GetUtcNow());

        var preview = await live.Preview("tenant.tag", [.. crowd.Tenants.Take(20)], new { tag = "kept" });
        var waiting = await crowd.Start(await crowd.Preview("kept 000"));
        var running = await crowd.Approve(await crowd.Start(await crowd.Preview("kept")));
        int settled;
        await using (var held = await database.Write(WriteOrigin.Intake("test"), [crowd.Tenants[HeldTenant]]))
        {
            await held.Execute("select from core.tenant_status where tenant_id = @tenant for update", new { tenant = crowd.Tenants[HeldTenant] });
            await crowd.Until(running.RunId, run => run.Done > 0);
            _console.Kill();
            await _console.WaitForExitAsync();
            settled = (await crowd.Until(running.RunId, _ => true)).Done; // More chunks may have been committed before the end.
        }
        await Shrink();
        var (code, said) = await _machine.Run("log verify");
        code.ShouldBe(0, said);
        var whole = Whole().Match(said);

        return new(
            await RecordedRelease.Now(),
            live.Key,
            preview.GetProperty("id").GetString()!,
            waiting.RunId,
            running.RunId,
            settled,
            Tenants,
            whole.Groups["root"].Value,
            int.Parse(whole.Groups["lines"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
            demo.Key
        )
        {
            Numbers = numbers,
        };
    }

    /// <summary>Shuts the database down with an empty write-ahead log, because recycled segments would be larger than everything else.</summary>
    private async Task Shrink()
    {
        string last;
        await using (var cluster = await Cluster.Start(new(_machine.Data)))
        {
            await using var super = new NpgsqlConnection(cluster.Super);
            await super.OpenAsync();
            await LogForgery.Do(super, "select pg_switch_wal()");
            await LogForgery.Do(super, "checkpoint");
            await using var name = new NpgsqlCommand("select pg_walfile_name(pg_current_wal_lsn())", super);
            last = (string)(await name.ExecuteScalarAsync())!;
        }
        foreach (var file in Directory.GetFiles(Path.Combine(_machine.Data, "postgres", "pg_wal")).Where(file => Path.GetFileName(file) != last))
            File.Delete(file);
    }

    /// <summary>The last day with data.</summary>
    private DateOnly Day => DateOnly.FromDateTime(_until.Date);

    private DateOnly First => new(Day.Year, Day.Month, 1);

    /// <summary>A key with all permissions and the longest possible lifetime.</summary>
    private async Task<TestApplication> Key(IServiceProvider services, Mode mode)
    {
        var input = Json.Element(
            new
            {
                name = "kept",
                scopes = new[] { "*" },
                mode,
                days = 730,
            }
        );
        var platform = TargetSelection.Of(IdGenerator.Platform);
        var preview = await services.GetRequiredService<Previews>().Create(Caller.System, "api_key.create", platform, input, CancellationToken.None);
        var run = await services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId), key: null, CancellationToken.None);
        return TestApplication.WithKey(_machine.Address, run.ShownOnce!); // the first start of this run shows the secret
    }

    private static async Task Settings(TestApplication app)
    {
        Task Decide(string operation, object input) => app.Run(operation, IdGenerator.Platform, input);
        await Decide("setting.change", new { key = "reporting.zone", value = "Europe/Berlin" });
        foreach (var (key, amount, interval) in s_plans)
            await Decide(
                "plan.create",
                new
                {
                    key,
                    name = key,
                    price = new { amount, currency = "USD" },
                    interval,
                }
            );
        foreach (var adds in new[] { "count", "sum", "max", "unique" })
            await Decide(
                "meter.declare",
                new
                {
                    key = "classes_" + adds,
                    name = "Classes, " + adds,
                    unit = "class",
                    event_type = "class.booked",
                    adds,
                    value = adds switch
                    {
                        "count" => null,
                        "unique" => "coach",
                        _ => "minutes",
                    },
                    group_by = adds == "unique" ? Array.Empty<string>() : ["room"],
                }
            );
        await Decide(
            "saved_view.save",
            new
            {
                name = "Suspended",
                list = "/tenants",
                query = "?status=suspended",
                audience = "team",
            }
        );
        await Decide(
            "saved_view.save",
            new
            {
                name = "Failed this week",
                list = "/audit",
                query = "?outcome=failed&time=week",
            }
        );
    }

    /// <summary>Live tenants with members, whose plans changed over several months.</summary>
    private async Task History(TestApplication app, IReadOnlyList<string> tenants)
    {
        for (var number = 0; number < Paying; number++)
        {
            var tenant = $"/api/v1/tenants/{tenants[number]}";
            for (var month = 0; month < Months; month++)
                await app.Put(
                    tenant,
                    new
                    {
                        effective_at = First.AddMonths(month - Months).AddDays((number + (month * 5)) % 27),
                        lifecycle = (number % 7, month) switch
                        {
                            (_, 0) => "trial",
                            (3, Months - 1) => "cancelled",
                            _ => "active",
                        },
                        country = number % 3 == 0 ? "DE" : "US",
                        plan_items = new[] { new { plan = s_plans[(number + month) % s_plans.Length].Key, quantity = 1 + ((number * month) % 3) } },
                    }
                );
            await app.Put(
                tenant + "/members",
                new { data = Enumerable.Range(1, 3).Select(member => new { id = $"ext:m{member}", name = $"Member {member}" }) }
            );
        }
    }

    /// <summary>Events and emails that no server accepts, one of which is dead-lettered.</summary>
    private static async Task Wait(TestApplication app, Database database, string tenant)
    {
        var nobody = $"127.0.0.1:{InstalledConsole.FreePort()}".Split(':');
        await app.Run("webhook_endpoint.create", IdGenerator.Platform, new { url = $"http://{nobody[0]}:{nobody[1]}/" });
        await app.Run("tenant.suspend", tenant, new { cause = "billing" });
        await database.Until(DeliveryAttempted);
        await Force(
            database,
            "update work.items set attempts = 100, due = now() where kind = 'webhook.deliver'",
            "update work.lanes set due = now(), open_until = null"
        );
        await database.Until("select exists (select from work.failed_items)");
        await app.Run("tenant.reactivate", tenant);
        await app.Run(
            "mail.configure",
            IdGenerator.Platform,
            new
            {
                host = nobody[0],
                port = int.Parse(nobody[1], CultureInfo.InvariantCulture),
                encryption = "none",
                from_address = "console@studio.example",
            }
        );
        await app.Run("mail.test", IdGenerator.Platform);
        await database.Until(DeliveryAttempted);
        await database.Until("select exists (select from work.items where lane = 'mail')");
    }

    /// <summary>Months of test data: sessions, classes, trials, plans and cancellations.</summary>
    private async Task Play(TestApplication demo, Database database)
    {
        var until = _until.ToString("O", CultureInfo.InvariantCulture);
        var (code, said) = await WorldProcess.Run(_machine.Address, demo.Key, "8", "7", "--messy", "--months", "3", "--until", until);
        code.ShouldBe(0, said);
        await database.Until(EventReports.IsFolded);
        await database.Until(
            "select not exists (select from core.sessions s, core.reporting r where s.ended_at is null and s.started_at < now() - r.session_limit)"
        );
        await WaitForMetrics(database);
    }

    private static Task WaitForMetrics(Database database) =>
        database.Until(
            "select not exists (select from core.stale_revenue) and not exists (select from core.stale_session_buckets) and not exists (select from core.projection where reproject_day is not null)"
        );

    private static async Task Force(Database database, params string[] statements)
    {
        await using var work = await database.Write(WriteOrigin.Intake("test"), []);
        foreach (var statement in statements)
            work.Defer(statement);
        await work.Commit();
    }

    [GeneratedRegex(@"intact: (?<lines>[\d,]+) entries.* Root (?<root>\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Whole();
}
