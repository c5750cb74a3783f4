using System.Diagnostics;
using OwnerConsole.Bench.Loads;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Broadcasts;

namespace OwnerConsole.Bench.Budgets;

/// <summary>Sends a broadcast by email and in-app notification to many members, and stops it while its emails are being sent.</summary>
internal static class BroadcastBudget
{
    private const int MembersPerTenant = 50,
        Chunk = 1_000;

    public static readonly BudgetCheck Send = new(
        "B29",
        "broadcast",
        "a broadcast to 100,000 members by email and in-app notification, with a mail server that accepts at once",
        async (console, quick) =>
        {
            var members = quick ? 10_000 : 100_000;
            await using var mail = new SmtpStub();
            await Fill(console, members);
            await Run(
                console,
                "mail.configure",
                IdGenerator.Platform,
                new
                {
                    host = "127.0.0.1",
                    port = mail.Port,
                    encryption = "none",
                    from_address = "bench@example.org",
                }
            );
            var before = Memory();
            var (id, began) = await Start(console);
            var firstAt = TimeSpan.Zero;
            var (peak, early) = (before, 0L); // early: objects in use after the first fifth
            while (!await console.One<bool>($"select queued_at is not null from broadcasts.sends where broadcast_id = '{id}'"))
            {
                if (firstAt == TimeSpan.Zero && mail.Received > 0)
                    firstAt = Stopwatch.GetElapsedTime(began);
                peak = Math.Max(peak, Memory());
                if (early == 0 && await Counted(console, id) >= 2 * members / 5)
                    early = GC.GetTotalMemory(forceFullCollection: true);
                await Task.Delay(50);
            }
            var queued = Stopwatch.GetElapsedTime(began);
            var grown = GC.GetTotalMemory(forceFullCollection: true) - early;
            while (firstAt == TimeSpan.Zero) // no email arrived while they were queued
            {
                if (mail.Received > 0)
                    firstAt = Stopwatch.GetElapsedTime(began);
                await Task.Delay(20);
            }
            var (sentBefore, measured) = (mail.Received, Stopwatch.GetTimestamp());
            await Task.Delay(TimeSpan.FromSeconds(5));
            var rate = (mail.Received - sentBefore) / Stopwatch.GetElapsedTime(measured).TotalSeconds;
            var counted = await Counted(console, id);

            await Run(console, StopBroadcast.Name, id, new { });
            var (stoppedAt, afterStop) = (mail.Received, Stopwatch.GetTimestamp());
            await console.Until($"select ended_at is not null from broadcasts.sends where broadcast_id = '{id}'", milliseconds: 20);
            var cancelled = Stopwatch.GetElapsedTime(afterStop);
            return
            [
                new($"time until {members:N0} members are selected, deduplicated and queued on two channels", queued.TotalSeconds, 60, "s"),
                new("time until the first email arrives", firstAt.TotalSeconds, 2, "s"),
                new("more memory in use after all recipients than after the first fifth", grown / 1e6, 5, "MB"),
                new("more memory while it is queued", (peak - before) / 1e6, 100, "MB"),
                new("emails per second after that", rate, null, "/s"),
                new("emails that arrive after the stop", mail.Received - stoppedAt, Chunk, ""),
                new("time until all waiting messages are cancelled", cancelled.TotalSeconds, null, "s"),
                new("recipients missing in the statistics", (double)(2 * members - counted), 0, ""),
            ];
        }
    );

    private static async Task Fill(BenchConsole console, int members)
    {
        await console.Fill(members / MembersPerTenant);
        await console.Do(
            $"""
            set app.intake = 'bench';
            insert into core.members (tenant_id, member_id, external_id, name, email, role, support_number, joined_at)
            select t.tenant_id, 'mbr_' || substr(t.tenant_id, 5) || n, 'm' || n, 'Member ' || n, 'm' || n || '@' || substr(t.tenant_id, 20) || '.example', 'client',
                   '#U' || substr(t.tenant_id, 20) || n, now()
              from core.tenants t cross join generate_series(1, {MembersPerTenant}) n on conflict do nothing;
            analyze core.members
            """
        );
    }

    /// <returns>The broadcast, and when its first chunk was due.</returns>
    private static async Task<(string Id, long Began)> Start(BenchConsole console)
    {
        var created = await Run(console, CreateBroadcast.Name, IdGenerator.Platform, new { subject = "News", body = "**Reports** are ready." });
        var id = created.Lines[0].Created!;
        // The operation needs a second person for so many recipients.
        await using var work = await console.Database.Write(WriteOrigin.Intake("bench"), [IdGenerator.Platform]);
        await work.Execute(
            """
            insert into broadcasts.sends (tenant_id, broadcast_id, opened_by, opened_at, send_at, in_local_time)
            values ('tnt_platform', @id, 'run_bench', now(), now(), false)
            """,
            new { id }
        );
        await work.Enqueue(BroadcastSender.LaneOf(id), BroadcastSender.Kind, new { broadcast = id });
        work.WakeWorkers();
        await work.Commit();
        return (id, Stopwatch.GetTimestamp());
    }

    private static async Task<Run> Run(BenchConsole console, string operation, string subject, object input)
    {
        var preview = await console.Get<Previews>().Create(Caller.System, operation, TargetSelection.Of(subject), Json.Element(input), CancellationToken.None);
        var order = new RunStartRequest(preview.PreviewId, "A measure.", Confirmation: preview.Confirmation);
        return await console.Get<Runner>().Start(Caller.System, order, key: null, CancellationToken.None);
    }

    private static Task<decimal> Counted(BenchConsole console, string id) =>
        console.One<decimal>($"select coalesce(sum(recipients), 0) from broadcasts.counts where broadcast_id = '{id}'");

    private static long Memory() => Process.GetCurrentProcess().WorkingSet64;
}
