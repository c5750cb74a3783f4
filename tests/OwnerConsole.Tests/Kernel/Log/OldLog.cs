using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;

namespace OwnerConsole.Tests.Kernel.Log;

/// <summary>Writes log entries dated 100 days ago, and prunes them.</summary>
internal static class OldLog
{
    public sealed record OldRun(string Run, string Tenant);

    public static async Task Write(TestConsole console, int count)
    {
        for (var number = 0; number < count; number++)
            await Write(console, "intake", null, """{"note":"secret"}""", days: 100);
        await LogForgery.Placed(console);
    }

    public static Task Write(TestConsole console, OldRun run) => Write(console, "run", null, null, 100, run.Run, run.Tenant);

    public static async Task Write(
        TestConsole console,
        string kind,
        string? code,
        string? data,
        int days,
        string? run = null,
        string tenant = IdGenerator.Platform
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        var line = new StoredLogLine(
            0,
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)).AddDays(-days),
            tenant,
            kind,
            "system",
            run,
            run is null ? null : "tenant.suspend",
            tenant,
            "done",
            code,
            """{"text":"A secret happened.","parts":[]}""",
            null,
            null,
            data
        );
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(
            """
            insert into core.log (at, tenant_id, kind, actor, run_id, operation, subject, outcome, code, sentence, data, leaf)
            values (@At, @TenantId, @Kind, @Actor, @RunId, @Operation, @Subject, @Outcome, @Code, @Sentence, @Data, @leaf)
            """,
            new
            {
                line.At,
                line.TenantId,
                line.Kind,
                line.Actor,
                line.RunId,
                line.Operation,
                line.Subject,
                line.Outcome,
                line.Code,
                line.Sentence,
                line.Data,
                leaf = line.Leaf(),
            }
        );
        await work.Commit();
    }

    /// <summary>Sets a policy that has been in force for two days.</summary>
    public static async Task Policy(TestConsole console, int days)
    {
        await console.WaitForLogSubscribers();
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(
            "insert into core.log_retention (tenant_id, opened_by, days, opened_at) values ('tnt_platform', 'run_test', @days, now() - interval '2 days')",
            new { days }
        );
        await work.Commit();
    }

    public static async Task Prune(TestConsole console)
    {
        await console.Services.GetRequiredService<LogPruner>().Execute(new WorkItem("test", 1, null, LogPruner.Kind, default, 0), CancellationToken.None);
        await LogForgery.Placed(console);
    }

    public static async Task<long> Pruned(TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from core.log where pruned_at is not null");
    }

    public static async Task<IReadOnlyList<string>> List(TestConsole console, string sql)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(sql);
    }
}
