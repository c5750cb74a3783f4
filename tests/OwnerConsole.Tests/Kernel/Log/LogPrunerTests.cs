using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Pure.Proofs;

namespace OwnerConsole.Tests.Kernel.Log;

/// <summary>Lines lose their text under the retention policy, and the log can still be verified.</summary>
[Slow(15, "Log")]
public sealed class LogPrunerTests
{
    [Fact]
    public async Task A_pruned_log_is_intact_and_extends_earlier_checkpoints_and_proofs()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await OldLog.Write(console, 3);
        await app.Tenant("recent");
        await LogForgery.Signed(console);
        var (proof, lines) = (console.Services.GetRequiredService<LogVerifier>(), console.Services.GetRequiredService<LogLineReader>());
        var kept = SignedCheckpoint.Read((await lines.ReadLastCheckpoint(CancellationToken.None))!.Note);
        var before = (await proof.Prove(2, CancellationToken.None))!;

        await OldLog.Policy(console, 90);
        await OldLog.Prune(console);
        await LogForgery.Signed(console);
        var (check, flaw) = await proof.Verify(1, [kept], CancellationToken.None);
        var after = (await proof.Prove(2, CancellationToken.None))!;

        flaw.ShouldBeNull();
        check.Pruned.ShouldBe(3);
        after.Line.Stored.ShouldBe(before.Line.Leaf());
        (after.Line.Data, after.Line.Sentence, after.Line.Actor).ShouldBe((null, LogRetention.Notice(90), before.Line.Actor));
        before.Path.Take(2).ShouldBe(after.Path.Take(2)); // the neighbours are the same lines
        var listed = (await app.Get("/api/v1/log?limit=50")).GetProperty("data").EnumerateArray().ToList();
        listed
            .Count(line => line.GetProperty("text").ValueKind is JsonValueKind.Null && line.GetProperty("pruned_at").ValueKind is JsonValueKind.String)
            .ShouldBe(3);
        listed.ShouldContain(line => line.GetProperty("code").GetString() == "log_pruned");
        listed.ShouldNotContain(line => line.GetRawText().Contains("secret", StringComparison.Ordinal));
        (await app.Get("/api/v1/log/proof?pos=2")).GetProperty("bytes").ValueKind.ShouldBe(JsonValueKind.Null);
        var retention = await app.Get("/api/v1/log/retention");
        (retention.GetProperty("days").GetInt32(), retention.GetProperty("pruned_lines").GetInt64()).ShouldBe((90, 3));
    }

    [Theory]
    [InlineData("a pruned hash", "update core.log set leaf = sha256('forged') where id = {0}", 2)]
    [InlineData("a pruned actor", "update core.log set actor = 'usr_other' where id = {0}", 2)]
    [InlineData("a pruned time", "update core.log set at = at + interval '1 day' where id = {0}", 2)]
    [InlineData("a pruned text", "update core.log set sentence = replace(sentence, 'Removed', 'Approved') where id = {0}", 2)]
    [InlineData("a line that was never pruned", "update core.log set sentence = {1}, data = null, pruned_at = now() where id = {2}", 5)]
    [InlineData("the record", "update core.log set data = replace(data, '\"to\":3', '\"to\":4') where code = 'log_pruned'", 1)]
    [InlineData("the record away", "update core.log set code = 'none' where code = 'log_pruned'", 1)]
    public async Task Verification_detects_forgery_in_a_pruned_log(string forged, string how, long line)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await OldLog.Write(console, 3);
        await app.Tenant("recent-1");
        await app.Tenant("recent-2");
        await LogForgery.Signed(console);
        await OldLog.Policy(console, 90);
        await OldLog.Prune(console);
        await app.Tenant("later");
        await LogForgery.Quiet(console);
        await LogForgery.Signed(console);

        await LogForgery.Forge(
            console,
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                how,
                "(select id from core.log_order where pos = 2)",
                $"'{LogRetention.Notice(90)}'",
                "(select id from core.log_order where pos = 5)"
            )
        );
        var (_, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);

        flaw.ShouldNotBeNull(forged);
        flaw.Fault.ShouldBe(Fault.Mismatch, flaw.Message);
        line.ShouldBeInRange(flaw.Pos, flaw.Until, flaw.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_forged_prune_record_does_not_hide_a_recent_line(bool isDatedBack)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Tenant("first");
        await app.Tenant("hidden");
        await LogForgery.Signed(console);
        var line = (await console.Services.GetRequiredService<LogLineReader>().Between(2, 2, CancellationToken.None))[0];
        if (isDatedBack)
            line = line with { At = line.At.AddDays(-100) };
        var digest = new PruneDigest(90);
        digest.Add(line);

        var record = new PruneRecord("run_none", 90, line.At.AddDays(isDatedBack ? 1 : 0.1), [new(2, 2)], 1, 2, digest.Value());
        await OldLog.Write(console, "system", "log_pruned", record.ToJson(), days: 0);
        await LogForgery.Placed(console);
        await LogForgery.Forge(
            console,
            $"""
            update core.log set at = at - interval '{(isDatedBack ? 100 : 0)} days', sentence = '{LogRetention.Notice(90)}', data = null, pruned_at = now()
             where id = (select id from core.log_order where pos = 2)
            """
        );
        var (_, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);

        (flaw!.Fault, flaw.Pos).ShouldBe((Fault.Mismatch, 2), flaw.Message);
        flaw.Message.ShouldContain(isDatedBack ? "written much later than its timestamp" : "the log has no record of its removal");
    }

    [Fact]
    public async Task Recent_unsigned_and_undoable_lines_are_not_pruned()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var (over, open) = (await Suspended(app, "over"), await Suspended(app, "open"));
        await LogForgery.Forge(
            console,
            $"select set_config('app.intake', 'test', true); update core.runs set undo_until = now() - interval '1 second', reason = 'secret' where run_id = '{over.Run}'"
        );
        await OldLog.Write(console, 1); // much older than the previous line, so its timestamp can't be true
        await OldLog.Write(console, over);
        await OldLog.Write(console, open);
        await LogForgery.Signed(console);
        await OldLog.Write(console, 1); // not signed
        await LogForgery.Placed(console);

        await OldLog.Policy(console, 90);
        await OldLog.Prune(console);

        (await OldLog.List(console, "select l.run_id from core.log l where l.pruned_at is not null")).ShouldBe([over.Run]);
        (await OldLog.List(console, "select s.sentence from core.run_subjects s where s.sentence like '%Removed under%'")).Count.ShouldBe(1);
        (await OldLog.List(console, "select p.effects from core.preview_subjects p where p.effects = '[]'")).Count.ShouldBe(1);
        (await OldLog.List(console, "select run_id from core.runs where reason = 'secret'")).ShouldBeEmpty();
        await app.Post($"/api/v1/runs/{open.Run}/undo", new { });
        (await app.Status(open.Tenant)).ShouldNotBe("suspended");
        (await app.Send(HttpMethod.Post, $"/api/v1/runs/{over.Run}/undo", "{}")).Status.ShouldBe(409);
        (await app.Get($"/api/v1/runs/{over.Run}")).GetRawText().ShouldContain("Removed under the retention policy (kept for 90 days).");
    }

    [Fact]
    public async Task Nothing_is_pruned_for_a_day_after_a_policy_change()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await OldLog.Write(console, 2);
        await LogForgery.Signed(console);
        await LogForgery.Forge(console, "update core.log_checkpoints set at = at - interval '200 days'");

        var preview = await app.Preview("log_retention.configure", [IdGenerator.Platform], new { days = 120 });
        var young = await app.Refusal("log_retention.configure", IdGenerator.Platform, new { days = 30 });
        var run = await app.Run("log_retention.configure", IdGenerator.Platform, new { days = 120 });
        await OldLog.Prune(console);
        var onTheFirstDay = await OldLog.Pruned(console);
        await app.Undo(run);
        await OldLog.Prune(console);
        var undone = await OldLog.Pruned(console);

        preview.GetRawText().ShouldContain("up to 2 entries from before");
        preview.GetRawText().ShouldContain("Removal starts in 24 hours");
        young.ShouldNotBeNull();
        (onTheFirstDay, undone).ShouldBe((0, 0));
        (await app.Get("/api/v1/log/retention")).GetProperty("days").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_forged_line_is_reported_and_not_pruned()
    {
        await using var console = await TestConsole.Start();
        await TestApplication.Connect(console);
        await OldLog.Write(console, 2);
        await LogForgery.Signed(console);
        await LogForgery.Forge(console, "update core.log set actor = 'usr_other' where id = (select id from core.log_order where pos = 2)");

        await OldLog.Policy(console, 90);
        await OldLog.Prune(console);

        (await OldLog.Pruned(console)).ShouldBe(0);
        (await OldLog.List(console, "select fault from core.log_alerts where closed_at is null and pos = 2")).ShouldBe(["mismatch"]);
    }

    [Fact]
    public async Task The_database_allows_the_pruning_job_only_to_empty_lines()
    {
        await using var console = await TestConsole.Start();
        await TestApplication.Connect(console);
        await OldLog.Write(console, 2);
        await OldLog.Write(console, "system", "log_pruned", "{}", days: 100);
        await OldLog.Write(console, "intake", null, "{}", days: 80);
        await LogForgery.Signed(console);
        await OldLog.Write(console, 1);
        await LogForgery.Placed(console);
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        var empty = $"update core.log set sentence = '{LogRetention.Notice(90)}', data = null, pruned_at = now()";
        string At(int pos) => $" where id = (select id from core.log_order where pos = {pos})";
        await LogForgery.Do(super, "select set_config('app.intake', 'log.prune', false)");
        string[] refused =
        [
            empty + ", actor = 'usr_other'" + At(1),
            empty + ", leaf = sha256('forged')" + At(1),
            $"update core.log set sentence = '{LogRetention.Notice(90).Replace("Removed", "Approved", StringComparison.Ordinal)}', data = null, pruned_at = now()"
                + At(1),
            "update core.log set data = null" + At(1),
            empty.Replace("now()", "now() - interval '1 day'", StringComparison.Ordinal) + At(1),
            empty + At(3), // a prune record
            empty + At(4), // younger than 90 days
            empty + At(5), // not signed
        ];

        foreach (var sql in refused)
            (await Should.ThrowAsync<PostgresException>(() => LogForgery.Do(super, sql), sql)).MessageText.ShouldEndWith("is append-only");
        await LogForgery.Do(super, empty + At(1));
        foreach (var sql in new[] { "update core.log set pruned_at = null" + At(1), empty.Replace("90", "91", StringComparison.Ordinal) + At(1) })
            (await Should.ThrowAsync<PostgresException>(() => LogForgery.Do(super, sql), sql)).MessageText.ShouldEndWith("is append-only");
        await LogForgery.Do(super, "select set_config('app.intake', 'test', false)");
        (await Should.ThrowAsync<PostgresException>(() => LogForgery.Do(super, empty + At(2)))).MessageText.ShouldEndWith("is append-only");
    }

    private static async Task<OldLog.OldRun> Suspended(TestApplication app, string name)
    {
        var tenant = await app.Tenant(name);
        var run = await app.Run("tenant.suspend", tenant);
        return new(run.GetProperty("id").GetString()!, tenant);
    }
}
