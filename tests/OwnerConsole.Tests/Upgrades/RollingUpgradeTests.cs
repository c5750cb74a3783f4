using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Hosting.EmbeddedPostgres;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Upgrades;

/// <summary>An external PostgreSQL server with the data of the previous release, and consoles of both releases on it.</summary>
[OwnDatabase("It is one that somebody else runs, with the data of a release before.")]
[Trait("When", "nightly")]
public sealed class RollingUpgradeTests : IAsyncLifetime
{
    private const int Terminate = 15;

    private const string DeadJobs = "select failed_id || ' ' || lane || ' ' || kind from work.failed_items";

    private readonly TempDirectory _place = new();
    private readonly InstalledConsole _first = new();
    private readonly InstalledConsole _second = new();
    private RecordedRelease _before = null!; // set before each test
    private ExternalPostgres _outside = null!; // set before each test

    public async ValueTask InitializeAsync()
    {
        var data = _place.OpenDirectory("data");
        _before = await RecordedRelease.Unpack(RecordedRelease.Of("0.3"), data);
        _outside = await ExternalPostgres.Start(data);
    }

    public async ValueTask DisposeAsync()
    {
        await _outside.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
        _place.Dispose();
    }

    [Fact]
    public async Task A_rolling_upgrade_of_two_consoles_answers_every_request()
    {
        var program = await _before.Build();
        using var old = new InstalledConsole { Program = program };
        using var older = new InstalledConsole { Program = program };
        var surroundings = await Surroundings();
        var deadBefore = await Column(DeadJobs);
        (InstalledConsole Old, InstalledConsole New)[] pairs = [(old, _first), (older, _second)];
        var nodes = new List<(InstalledConsole Machine, Process Process)>();
        foreach (var (machine, _) in pairs)
            nodes.Add(await Begin(machine, surroundings));
        using var balancer = new LoadBalancer(old.Address, older.Address, _first.Address, _second.Address);
        var watch = balancer.Watch();
        var apps = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Connect(balancer, number)));
        await using var traffic = BackgroundTraffic.Start(apps, apps[0]);
        await traffic.WaitForMore(more: 20);

        for (var number = 0; number < pairs.Length; number++)
        {
            await End(nodes[number].Process);
            await traffic.WaitForMore(more: 10);
            nodes[number] = await Begin(pairs[number].New, surroundings); // the first one migrates the schema while the other is running
            await traffic.WaitForMore(more: 20);
        }
        var carried = await TestApplication
            .WithKey(_first.Address, _before.Key)
            .Await($"/api/v1/runs/{_before.RunningRun}", run => run.GetProperty("state").GetString() is not ("queued" or "running"));
        await traffic.End();
        var kept = await Column("select external_id from core.tenants");
        var dead = (await Column(DeadJobs)).Except(deadBefore);
        foreach (var (_, process) in nodes)
            await End(process);
        var verified = await _first.Run("log verify", surroundings);

        traffic.Answers.ShouldAllBe(answer => answer.Status < HttpStatusCode.BadRequest, DatabaseErrors());
        traffic.Acknowledged.Except(kept).ShouldBeEmpty();
        dead.ShouldBeEmpty("a release executes or skips jobs that the other release has queued");
        carried.GetProperty("done").GetInt32().ShouldBe(_before.Subjects);
        verified.Code.ShouldBe(0, verified.Said);
        watch.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_migration_blocked_by_a_lock_says_so_and_succeeds_when_run_again()
    {
        var surroundings = await Surroundings();
        await using var holder = new NpgsqlConnection(Super);
        await holder.OpenAsync();
        // The recorded release is this one until there is a later one, so some files become pending.
        await using var pending = new NpgsqlCommand("delete from migrations.applied where name like '%/functions/%'", holder);
        await pending.ExecuteNonQueryAsync();
        await using var reading = await holder.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand(
            "do $$ declare held regclass; begin for held in select oid from pg_class where relkind = 'r' and relnamespace::regnamespace::text in ('core', 'auth', 'work') "
                + "loop execute format('lock table %s in row exclusive mode', held); end loop; end $$",
            holder
        );
        await hold.ExecuteNonQueryAsync();

        var refused = await _first.Run("migrate", surroundings);
        await reading.RollbackAsync();
        var again = await _first.Run("migrate", surroundings);

        refused.Code.ShouldBe(1);
        foreach (var part in new Docs.Runbook("docs/guides/upgrade.md").Table("It says")[0][0].Trim('`').Split('…'))
            refused.Said.ShouldContain(part);
        again.Code.ShouldBe(0, again.Said);
    }

    private string Super => new NpgsqlConnectionStringBuilder(_outside.Super) { Database = "console" }.ConnectionString;

    private async Task<(string, string)[]> Surroundings() =>
        [
            .. InstalledConsole.ConnectionVariables(_outside.Connections),
            ("OWNER_CONSOLE_MASTER_KEY", (await File.ReadAllTextAsync(_place.OpenDirectory("data") + ".master-key")).Trim()),
            ("OWNER_CONSOLE_NOTICE", "1"),
            ("OWNER_CONSOLE_PRIVATE_RECEIVERS", "allow"),
        ];

    /// <summary>The first errors in the log of the database server.</summary>
    private string DatabaseErrors() =>
        string.Join(
            '\n',
            File.ReadLines(Path.Combine(_place.OpenDirectory("data"), "postgres.log"))
                .SkipWhile(line => !line.Contains("ERROR", StringComparison.Ordinal))
                .Where(line => !line.Contains("LOG:  duration", StringComparison.Ordinal))
                .Take(60)
        );

    private static async Task<(InstalledConsole, Process)> Begin(InstalledConsole machine, (string, string)[] surroundings)
    {
        var process = machine.Start("serve", surroundings);
        await machine.Ready(process);
        return (machine, process);
    }

    private static async Task End(Process process)
    {
        Posix.Signal(process.Id, Terminate);
        (await InstalledConsole.End(process)).Code.ShouldBe(0);
        process.Dispose();
    }

    /// <summary>Creates a key by copying the existing one, so that the previous release knows it too.</summary>
    private async Task<HttpClient> Connect(LoadBalancer balancer, int number)
    {
        var key = ApiKeyText.Create(isLive: true, RandomNumberGenerator.GetBytes(ApiKeyText.RandomLength));
        await using var super = new NpgsqlConnection(Super);
        await super.OpenAsync();
        await using var make = new NpgsqlCommand(
            """
            set app.run = 'upgrade';
            insert into auth.api_keys (id, short_id, secret_hash, name, mode, scopes, created_by, opened_by, expires_at)
            select @id, @short, @hash, 'traffic', mode, scopes, created_by, opened_by, now() + interval '1 day' from auth.api_keys order by id limit 1
            """,
            super
        );
        make.Parameters.AddWithValue("id", "key_traffic" + number.ToString(CultureInfo.InvariantCulture));
        make.Parameters.AddWithValue("short", key.Id);
        make.Parameters.AddWithValue("hash", SHA256.HashData(Encoding.ASCII.GetBytes(key.Secret)));
        await make.ExecuteNonQueryAsync();
        return new(balancer, disposeHandler: false)
        {
            BaseAddress = new("http://balancer"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key.ToString()) },
        };
    }

    private async Task<List<string>> Column(string sql)
    {
        await using var super = new NpgsqlConnection(Super);
        await super.OpenAsync();
        await using var ask = new NpgsqlCommand(sql, super);
        await using var reader = await ask.ExecuteReaderAsync();
        var all = new List<string>();
        while (await reader.ReadAsync())
            all.Add(reader.GetString(0));
        return all;
    }
}
