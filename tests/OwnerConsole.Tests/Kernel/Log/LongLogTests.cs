using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Tests.Kernel.Log;

/// <summary>Every filter matches only the oldest lines; the cost of a page must not depend on the lines after them.</summary>
public sealed class LongLogTests(LongLogTests.Fixture console) : IClassFixture<LongLogTests.Fixture>
{
    private const int MaxLinesRead = 51 * 8; // lines read for a page of fifty, from each index used

    private static readonly Dictionary<string, LogFilter> s_filters = new(StringComparer.Ordinal)
    {
        ["everything"] = new(),
        ["a tenant"] = new() { TenantId = "tnt_old" },
        ["an actor"] = new() { Actors = ["usr_old"] },
        ["actors"] = new() { Actors = ["usr_old", "usr_none", "usr_new"] },
        ["an operation"] = new() { Operation = "old.operation" },
        ["a subject"] = new() { Subject = "mbr_old" },
        ["an outcome"] = new() { Outcome = LogOutcome.Failed },
        ["done"] = new() { Outcome = LogOutcome.Done },
        ["a kind"] = new() { Kind = LogKind.System },
        ["decided"] = new() { Kind = LogKind.Run },
        ["a time"] = new() { From = Fixture.Began, To = Fixture.Began.AddMinutes(2) },
        ["a text"] = new() { Mentions = new(["tnt_old", "mbr_old", "usr_none"], ["old.operation"], false) },
        ["a tenant's actor"] = new() { TenantId = "tnt_old", Actors = ["usr_old"] },
        ["a tenant, for its own key"] = new() { OnlyTenant = "tnt_old", Mode = Mode.Live },
    };

    public static TheoryData<string> Filters => [.. s_filters.Keys];

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task A_page_is_read_from_an_index_regardless_of_the_log_length(string filter)
    {
        await using var work = await console.Database.Read();
        await work.Execute("begin"); // the connection counts its reads until the transaction ends
        var before = await work.One<long>(LinesRead);

        var first = await new LogQuery().Find(s_filters[filter], null, 50, work);
        await new LogQuery().Find(s_filters[filter], first.NextCursor, 50, work);

        var read = await work.One<long>(LinesRead) - before;
        await work.Execute("commit");
        first.Data.Count.ShouldBe(50);
        read.ShouldBeLessThan(2 * MaxLinesRead);
    }

    private const string LinesRead =
        "select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables where relid = 'core.log'::regclass";

    public sealed class Fixture : TestConsole, IAsyncLifetime
    {
        public static readonly DateTimeOffset Began = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await LogForgery.Quiet(this);
            await using (var super = await TestCluster.Current.OpenAsSuper(Options.Connections))
                await LogForgery.Do(
                    super,
                    """
                    set app.intake = 'test';
                    insert into core.log (at, tenant_id, kind, actor, operation, subject, outcome, sentence, leaf)
                    select timestamptz '2020-01-01Z' + n * interval '1 second',
                           case when n < 120 then 'tnt_old' else 'tnt_' || n % 50 end, case when n < 120 then 'system' else 'run' end,
                           case when n < 120 then 'usr_old' else 'usr_new' end, case when n < 120 then 'old.operation' else 'new.operation' end,
                           case when n < 120 then 'mbr_old' else 'tnt_' || n % 50 end, case when n < 120 then 'failed' else 'done' end,
                           '{"text":"Something happened.","parts":[]}', '\x00'
                      from generate_series(1, 50000) n
                    """
                );
            await LogForgery.Placed(this);
            await using var again = await TestCluster.Current.OpenAsSuper(Options.Connections);
            await LogForgery.Do(again, "analyze core.log, core.log_order");
        }
    }
}
