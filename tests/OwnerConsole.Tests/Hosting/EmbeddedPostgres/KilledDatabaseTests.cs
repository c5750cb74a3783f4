using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Identity;

namespace OwnerConsole.Tests.Hosting.EmbeddedPostgres;

/// <summary>The database, or one of its processes, is killed while the console is working (faults 1 and 2).</summary>
[Collection(nameof(SerialCollection))]
[Slow(20, "EmbeddedPostgres")]
public sealed class KilledDatabaseTests : IAsyncLifetime
{
    private const int Apps = 6;

    private readonly TempDirectory _place = new();
    private readonly List<string> _said = [];
    private Cluster _cluster = null!; // started before each test
    private TestConsole _console = null!; // started before each test
    private Database _database = null!; // The database of the console.
    private HttpClient[] _apps = [];
    private HttpClient _person = null!; // signed in before each test

    public async ValueTask InitializeAsync()
    {
        _cluster = await Cluster.Start(new(Data, Durable: false, Say: _said.Add));
        _console = await TestConsole.Start(options => options with { Connections = _cluster.Connections });
        _database = _console.Services.GetRequiredService<Database>();
        _apps = [.. await Task.WhenAll(Enumerable.Range(0, Apps).Select(_ => Connect()))];
        _person = _console.NewBrowser();
        _person.DefaultRequestHeaders.Add("Cookie", "__Host-oc=" + (await TestBrowser.Owner(_console)).Cookie);
        _person.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _apps.Append(_person))
            caller.Dispose();
        await _console.DisposeAsync();
        await _cluster.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    public async Task A_database_killed_during_an_insert_restarts_without_losing_acknowledged_data()
    {
        await Super("create table public.half (n bigint)");
        await using var traffic = BackgroundTraffic.Start(_apps, _person);
        // A busy backend outlives its postmaster and keeps the shared memory until it finishes.
        var insert = Should.ThrowAsync<NpgsqlException>(() => Super("insert into public.half select generate_series(1, 10000000000)"));
        await Poll.Until(async () =>
            await Super<long>("select count(*) from pg_stat_activity where query like 'insert into public.half%' and state = 'active'") == 1
            && await Super<long>("select pg_relation_size('public.half')") > 1 << 20
        );
        var killed = Postmaster();

        var at = Stopwatch.GetTimestamp();
        Posix.Signal(killed, 9);
        await insert;
        var took = await traffic.Served(at);
        await traffic.End();

        took.ShouldBeLessThan(TimeSpan.FromSeconds(6));
        Postmaster().ShouldNotBe(killed);
        _said.ShouldHaveSingleItem().ShouldContain("restarting it");
        (await Super<long>("select count(*) from public.half")).ShouldBe(0);
        await ShouldHaveLostNothing(traffic);
    }

    [Fact]
    public async Task While_backends_are_killed_every_request_is_served_or_asked_to_retry()
    {
        await using var traffic = BackgroundTraffic.Start(_apps, _person);
        var longest = TimeSpan.Zero;
        for (var killed = 0; killed < 3; killed++)
        {
            await traffic.WaitForMore(more: 10);
            var backend = await Super<int>("select pid from pg_stat_activity where usename = 'oc_app' order by random() limit 1");
            var at = Stopwatch.GetTimestamp();
            Posix.Signal(backend, 9);
            longest = new[] { longest, await traffic.Served(at) }.Max();
        }
        await traffic.End();

        longest.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await ShouldHaveLostNothing(traffic);
    }

    /// <summary>Checks that no response is an internal error and that all acknowledged reports are stored.</summary>
    private async Task ShouldHaveLostNothing(BackgroundTraffic traffic)
    {
        var odd = traffic.Answers.Where(answer => answer.Status >= HttpStatusCode.BadRequest && answer.Status is not HttpStatusCode.Conflict).ToList();
        odd.Where(answer => answer is not { Status: HttpStatusCode.ServiceUnavailable, RetryAfter: not null })
            .Select(answer => $"{answer.Asked}: {answer.Body}")
            .ShouldBeEmpty();
        odd.ShouldNotBeEmpty();
        await using var work = await _database.Read();
        var kept = await work.List<string>("select external_id from core.tenants where external_id like 'traffic-%'");
        traffic.Acknowledged.Except(kept).ShouldBeEmpty();
    }

    private async Task<HttpClient> Connect()
    {
        await using var work = await _database.Write(WriteOrigin.Intake("test"), []);
        var (_, key) = await _console.Services.GetRequiredService<ApiKeys>().Create("traffic", Mode.Live, ["*"], null, 1, "system", work);
        await work.Commit();
        return TestApplication.WithKey(_console.Address, key).Http;
    }

    private string Data => _place.OpenDirectory("data");

    private int Postmaster() => int.Parse(File.ReadLines(Path.Combine(Data, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private Task Super(string sql) => Super<object>(sql);

    private async Task<T?> Super<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_cluster.Super) { Database = "console", Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 60 };
        return (T?)await command.ExecuteScalarAsync();
    }
}
