using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Tests.Kernel.Log;

/// <summary>A database superuser rewrites the log (fault 24). Lines 1 to 6 are covered by one checkpoint, all lines by a second one.</summary>
public sealed class ForgedLogTests
{
    private static readonly string s_line = "(select id from core.log_order where pos = 8)";

    [Theory]
    [InlineData("edited", "update core.log set actor = 'usr_other' where id = {0}", Fault.Mismatch, 8, 8)]
    [InlineData("edited in its words", "update core.log set sentence = replace(sentence, 'r', 'x') where id = {0}", Fault.Mismatch, 8, 8)]
    [InlineData("edited with its hash", "update core.log set leaf = sha256('forged') where id = {0}", Fault.Mismatch, 8, 8)]
    [InlineData("deleted", "delete from core.log where id = {0}", Fault.Gap, 8, 8)]
    [InlineData("deleted with its place", "delete from core.log where id = {0}; delete from core.log_order where pos = 8", Fault.Gap, 8, 8)]
    [InlineData(
        "deleted, and the rest moved up",
        "delete from core.log where id = {0}; delete from core.log_order where pos = 8; update core.log_order set pos = -pos where pos > 8; update core.log_order set pos = -pos - 1 where pos < 0",
        Fault.Gap,
        12,
        12
    )]
    [InlineData(
        "inserted",
        "update core.log_order set pos = -pos where pos >= 8; update core.log_order set pos = -pos + 1 where pos < 0; "
            + "insert into core.log (at, tenant_id, kind, actor, run_id, operation, subject, outcome, code, sentence, event_id, event, data, leaf) "
            + "select at, tenant_id, kind, actor, run_id, operation, subject, outcome, code, sentence, event_id, event, data, leaf from core.log join core.log_order o using (id) where o.pos = 1; "
            + "insert into core.log_order (pos, id) select 8, max(id) from core.log",
        Fault.Mismatch,
        7,
        12
    )]
    [InlineData(
        "re-sequenced",
        "update core.log_order set pos = -pos where pos in (8, 9); update core.log_order set pos = 17 + pos where pos < 0",
        Fault.Mismatch,
        7,
        12
    )]
    public async Task A_forged_line_is_detected(string done, string how, Fault fault, long pos, long until)
    {
        await using var console = await TestConsole.Start();
        await Written(console);

        await LogForgery.Forge(console, string.Format(System.Globalization.CultureInfo.InvariantCulture, how, s_line));
        var (_, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);

        flaw.ShouldNotBeNull(done);
        flaw.ShouldBe(new(fault, pos, until, flaw.Message), done);
    }

    [Fact]
    public async Task A_truncated_log_is_detected_by_its_checkpoint()
    {
        await using var console = await TestConsole.Start();
        var size = await Written(console);

        await LogForgery.Forge(
            console,
            "delete from core.log where id in (select id from core.log_order where pos > 9); delete from core.log_order where pos > 9"
        );
        var (_, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);

        flaw.ShouldBe(new(Fault.Gap, 10, size, flaw!.Message));
    }

    [Fact]
    public async Task A_log_truncated_with_its_checkpoints_is_detected_by_the_external_file()
    {
        using var place = new TempDirectory();
        await using var console = await TestConsole.Start(options => options with { Checkpoints = place.File });
        var size = await Written(console);

        await LogForgery.Forge(
            console,
            "delete from core.log where id in (select id from core.log_order where pos > 9); delete from core.log_order where pos > 9; delete from core.log_checkpoints where size > 9"
        );
        var (_, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);

        flaw.ShouldBe(new(Fault.Gap, 10, size, flaw!.Message));
    }

    [Fact]
    public async Task A_changed_or_wrongly_signed_checkpoint_is_not_trusted()
    {
        await using var console = await TestConsole.Start();
        await Written(console);

        await LogForgery.Forge(console, "update core.log_checkpoints set note = replace(note, E'\\n6\\n', E'\\n5\\n') where size = 6");
        var (_, changed) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);
        await LogForgery.Forge(console, "update core.log_checkpoints set note = 'nothing' where size = 6");
        var (_, nothing) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);
        await LogForgery.Forge(
            console,
            "alter table core.log_key disable trigger user; update core.log_key set ciphertext = set_byte(ciphertext, 60, get_byte(ciphertext, 60) # 1)"
        );
        var (_, key) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);

        new[] { changed!.Fault, nothing!.Fault, key!.Fault }.ShouldAllBe(fault => fault == Fault.Signature);
    }

    [Fact]
    public async Task A_log_rewritten_with_its_checkpoints_forks_from_the_external_file()
    {
        using var place = new TempDirectory();
        await using var console = await TestConsole.Start(options => options with { Checkpoints = place.File });
        var size = await Written(console);
        var proof = console.Services.GetRequiredService<LogVerifier>();

        await LogForgery.Forge(
            console,
            $"delete from core.log_checkpoints; delete from core.log_order where pos = {size}; delete from core.log where not exists (select from core.log_order o where o.id = core.log.id)"
        );
        var app = await TestApplication.Connect(console);
        await app.Tenant("another-history");
        await LogForgery.Placed(console);
        var (_, fork) = await proof.Verify(1, [], CancellationToken.None);
        File.Delete(place.File);
        var (_, unanchored) = await proof.Verify(1, [], CancellationToken.None);

        fork.ShouldBe(new(Fault.Fork, 7, size, fork!.Message));
        unanchored.ShouldBeNull();
    }

    [Fact]
    public async Task A_second_sequencer_waits_for_the_first_and_assigns_no_position_twice()
    {
        await using var console = await TestConsole.Start();
        await using var twin = await ConsoleHost.Build(console.Options);
        await twin.StartAsync();
        await Written(console);
        var app = await TestApplication.Connect(console);
        await using var first = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await LogForgery.Do(first, "begin; select next_xid from core.sequencer for update");

        await app.Tenant("while-it-is-held");
        await Blocked(first, 2);
        var isPlaced = await IsPlaced(first);
        await LogForgery.Do(first, "commit");
        await LogForgery.Placed(console);
        var (check, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);

        isPlaced.ShouldBeFalse();
        flaw.ShouldBeNull();
        check.Size.ShouldBe(await Lines(first));
        await twin.StopAsync();
    }

    /// <summary>Writes at least twelve lines, with one checkpoint over the first six and one over all.</summary>
    private static async Task<long> Written(TestConsole console)
    {
        await LogForgery.Quiet(console);
        var app = await TestApplication.Connect(console);
        for (var number = 1; number <= 12; number++)
        {
            await app.Tenant($"forged-{number}");
            if (number == 6)
                (await LogForgery.Signed(console)).ShouldBe(6);
        }
        return await LogForgery.Signed(console);
    }

    private static async Task Blocked(Npgsql.NpgsqlConnection connection, int sessions)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (
            await One<long>(
                connection,
                "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'owner-console sequencer' and wait_event_type = 'Lock'"
            ) < sessions
        )
            patience.Token.ThrowIfCancellationRequested();
    }

    private static Task<bool> IsPlaced(Npgsql.NpgsqlConnection connection) =>
        One<bool>(connection, "select exists (select from core.log_order where id = (select max(id) from core.log))");

    private static Task<long> Lines(Npgsql.NpgsqlConnection connection) => One<long>(connection, "select count(*) from core.log");

    private static async Task<T> One<T>(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
