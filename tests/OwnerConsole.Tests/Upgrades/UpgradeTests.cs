using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;

namespace OwnerConsole.Tests.Upgrades;

/// <summary>This release upgrades the data of earlier releases in which work was in progress.</summary>
[OwnDatabase("The data of a release before lies in a private cluster.")]
[Slow(30, "Migrations")]
public sealed partial class UpgradeTests : IDisposable
{
    private const int Terminate = 15;
    private readonly InstalledConsole _machine = new();

    [Theory]
    [InlineData("0.3")]
    public Task The_data_of_an_earlier_release_is_upgraded_with_all_work_in_progress(string version) => Upgrade(RecordedRelease.Of(version));

    /// <summary>With <c>KEEP=VERSION</c> the recorded data is stored for future releases.</summary>
    [Fact]
    [Trait("When", "nightly")]
    public async Task The_data_of_this_release_can_be_upgraded_as_well()
    {
        using var place = new TempDirectory();
        var files = Environment.GetEnvironmentVariable("KEEP") is { } version ? RecordedRelease.Of(version) : Path.Combine(place.Path, "now");

        await ReleaseRecorder.To(files);

        await Upgrade(files);
    }

    private async Task Upgrade(string files)
    {
        var before = await RecordedRelease.Unpack(files, _machine.Data);
        var waitedBefore = await ExtendDeadlines(before);

        var migrated = await _machine.Run("migrate");
        var verified = await _machine.Run($"log verify --checkpoint {_machine.Data}.checkpoints");
        var waitAfter = await Count("select count(*) from work.items");
        var withoutHistory = await Count(
            """
            select (select count(*) from core.tenant_status s where not exists (
                     select 1 from core.lifecycles l where l.tenant_id = s.tenant_id and l.lifecycle = s.lifecycle and l.to_at is null))
                 + (select count(*) from plans.plans p join plans.versions t using (plan_id) where p.closed_by is null and t.closed_by is null and not exists (
                     select 1 from core.plan_prices c where c.plan = p.key and c.to_at is null and (c.amount, c.currency, c.unit) = (t.amount, t.currency, t.interval)))
                 + (select count(*) from (select distinct plan from core.plan_prices) c where not exists (
                     select 1 from core.plan_prices f where f.plan = c.plan and f.from_at = '-infinity'))
            """
        );
        using var console = _machine.Start("serve", ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"));
        await _machine.Ready(console);
        var app = TestApplication.WithKey(_machine.Address, before.Key);
        var carried = await app.Await($"/api/v1/runs/{before.RunningRun}", run => run.GetProperty("state").GetString() is not ("queued" or "running"));
        var waiting = await app.Get($"/api/v1/runs/{before.WaitingRun}");
        var started = await app.Post("/api/v1/runs", new { preview = before.OpenPreview });
        var demo = TestApplication.WithKey(_machine.Address, before.DemoKey ?? before.Key);
        var numbers = await Task.WhenAll(RecordedMetrics.Again(before.Numbers, Mode.Live, app), RecordedMetrics.Again(before.Numbers, Mode.Test, demo));
        Posix.Signal(console.Id, Terminate);
        await InstalledConsole.End(console);
        var afterwards = await _machine.Run("log verify");

        migrated.Code.ShouldBe(0, migrated.Said);
        Applied(migrated.Said)
            .ShouldAllBe(migration => !Contracts().IsMatch(Routine().Replace(migration.Sql, "")), "the previous release must keep working next to this one");
        (verified.Code, verified.Said).ShouldSatisfyAllConditions(
            one => one.Code.ShouldBe(0, one.Said),
            one => one.Said.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{before.Lines:N0} entries")),
            one => one.Said.ShouldContain($"Root {before.Root}")
        );
        waitAfter.ShouldBe(waitedBefore);
        withoutHistory.ShouldBe(0, "every tenant has its lifecycle history and every plan its price history");
        carried.GetProperty("state").GetString().ShouldBe("done");
        carried.GetProperty("done").GetInt32().ShouldBe(before.Subjects);
        waiting.GetProperty("state").GetString().ShouldBe("waiting_approval");
        started.GetProperty("state").GetString().ShouldBe("done");
        ShouldBeTheSame(before.Numbers, [.. numbers.SelectMany(some => some)]);
        (afterwards.Code, afterwards.Said.Contains("The log is intact", StringComparison.Ordinal)).ShouldBe((0, true), afterwards.Said);
    }

    public void Dispose() => _machine.Dispose();

    /// <summary>
    /// Changes that break the previous release while it runs next to this one. A column can become numeric: its integers stay, and the previous release
    /// can read and write it.
    /// </summary>
    [GeneratedRegex(
        @"\b(drop\s+(table|column|function|schema)|rename\s|set\s+not\s+null|alter\s+column\s+\w+\s+(set\s+data\s+)?type\s+(?!numeric;))\b",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Contracts();

    /// <summary>
    /// Bodies of functions and procedures: they drop objects only when they are called later, while a do block drops them during the migration.
    /// </summary>
    [GeneratedRegex(
        @"create\s+(or\s+replace\s+)?(function|procedure)\b[^$]*\$(\w*)\$.*?\$\3\$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Routine();

    /// <summary>Compares every value of every metric whose definition is unchanged.</summary>
    private static void ShouldBeTheSame(IReadOnlyList<RecordedMetrics> before, IReadOnlyList<RecordedMetrics> now)
    {
        IEnumerable<string> Defined(IEnumerable<RecordedMetrics> numbers) =>
            numbers.SelectMany(number => number.Metrics).Select(metric => $"{metric.Id} {metric.Version}").Distinct();
        var same = Defined(before).Intersect(Defined(now)).Select(one => one.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var (said, says) = (
            before.SelectMany(recordedMetrics => recordedMetrics.Lines(same)).ToList(),
            now.SelectMany(recordedMetrics => recordedMetrics.Lines(same)).ToList()
        );
        string.Join('\n', said.Except(says).Select(line => "was " + line).Concat(says.Except(said).Select(line => "is  " + line)).Take(20)).ShouldBeEmpty();
        says.Count.ShouldBe(said.Count);
    }

    private static IReadOnlyList<Migration> Applied(string said)
    {
        if (said.Contains("Nothing to apply.", StringComparison.Ordinal))
            return [];
        said.ShouldContain("Applied ");
        var names = said[(said.IndexOf("Applied ", StringComparison.Ordinal) + "Applied ".Length)..].Split('\n')[0].Split(", ");
        var all = Schema.Migrations(ModuleList.All).ToDictionary(migration => migration.Name);
        return [.. names.Select(name => all[name])];
    }

    /// <summary>Extends deadlines, because an upgrade takes minutes and this data is older: expiring items keep their remaining time.</summary>
    /// <returns>the number of queued work items</returns>
    private async Task<long> ExtendDeadlines(RecordedRelease before)
    {
        await using var cluster = await Cluster.Start(new(_machine.Data));
        await using var super = new NpgsqlConnection(Inside(cluster));
        await super.OpenAsync();
        await using var shift = new NpgsqlCommand(
            """
            set app.run = 'upgrade';
            update core.previews set expires_at = now() + interval '10 minutes';
            update core.runs set starts_at = now() + interval '1 hour' where starts_at is not null;
            update work.lanes set leased_until = now() where leased_until is not null;
            select done, (select count(*) from work.items) from core.runs where run_id = @run
            """,
            super
        );
        shift.Parameters.AddWithValue("run", before.RunningRun);
        await using var reader = await shift.ExecuteReaderAsync();
        await reader.ReadAsync();
        reader.GetInt32(0).ShouldBe(before.Settled);
        return reader.GetInt64(1);
    }

    private async Task<long> Count(string sql)
    {
        await using var cluster = await Cluster.Start(new(_machine.Data));
        await using var super = new NpgsqlConnection(Inside(cluster));
        await super.OpenAsync();
        await using var command = new NpgsqlCommand(sql, super);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Inside(Cluster cluster) => new NpgsqlConnectionStringBuilder(cluster.Super) { Database = "console" }.ConnectionString;
}
