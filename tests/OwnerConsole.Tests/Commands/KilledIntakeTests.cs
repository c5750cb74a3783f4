using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Commands;

/// <summary>The console is killed while eight senders report the same events (fault 10).</summary>
[Slow(20, "Ingest")]
public sealed class KilledIntakeTests
{
    private const int Senders = 8,
        Batches = 60, // of each sender, and sent by its neighbour too
        Size = 50;

    private static readonly DateTimeOffset s_day = TimeProvider.System.GetUtcNow().AddDays(-2);

    [Fact]
    public async Task A_console_killed_while_eight_senders_report_the_same_events_counts_each_once()
    {
        var copy = await TestCluster.Current.Copy();
        using var machine = new InstalledConsole();
        await using var services = ConsoleHost.Services(new(copy, machine.Port, TestConsole.AnyKey));
        var database = services.GetRequiredService<Database>();
        var key = await Prepare(database, services);
        var console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        await machine.Ready(console);
        for (var tenant = 0; tenant < Senders / 2; tenant++)
            await TestApplication.WithKey(machine.Address, key).Tenant($"studio-{tenant}");

        var answers = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Send(machine.Address, key, sender)));
        for (var killed = 1; killed <= 3; killed++)
        {
            await database.Until($"select count(*) >= {killed * Senders * Batches * Size / 5} from core.events");
            console.Kill();
            await console.WaitForExitAsync();
            console.Dispose();
            console = machine.Start("serve", InstalledConsole.ConnectionVariables(copy, TestConsole.AnyKey));
        }
        var answered = await answers;
        await database.Until("select not exists (select from core.events e, core.projection f where e.xid >= f.next_xid)");
        console.Kill();
        await console.WaitForExitAsync();
        console.Dispose();

        const int All = Senders * Batches * Size;
        answered.Sum(answer => answer.Accepted).ShouldBeInRange(1, All); // events stored but not acknowledged are duplicates when sent again
        answered.Sum(answer => answer.Accepted + answer.Duplicates).ShouldBe(All * 2 + (Senders * Batches * 2));
        await using var work = await database.Read();
        (await work.One<long>("select count(*) from core.events")).ShouldBe(All);
        (await work.One<long>("select sum(events)::bigint from core.tenant_days")).ShouldBe(All);
        (await work.One<decimal>("select sum((meters->>'minutes')::numeric) from core.tenant_days")).ShouldBe(All * 1.5m);
        (await work.One<decimal>("select sum(num) from core.usage_buckets where meter = 'minutes' and group_value = ''")).ShouldBe(All * 1.5m);
        (await work.One<decimal>("select sum(used) from core.meter_totals where meter = 'minutes'")).ShouldBe(All * 1.5m);
    }

    /// <summary>Sends its own batches and its neighbour's. A batch contains its first event twice and is sent until it is accepted.</summary>
    private static async Task<(int Accepted, int Duplicates)> Send(Uri address, string key, int sender)
    {
        var app = TestApplication.WithKey(address, key);
        var (accepted, duplicates) = (0, 0);
        for (var batch = 0; batch < Batches; batch++)
            foreach (var owner in (int[])[sender, (sender + 1) % Senders])
            {
                var events = Enumerable.Range(0, Size).Append(0).Select(place => Event(owner, batch, place)).ToList();
                EventReports.ReportResponse? answer = null;
                while (answer?.Status is not HttpStatusCode.Accepted)
                    answer = await Tried(app, events);
                (accepted, duplicates) = (accepted + answer.Accepted, duplicates + answer.Duplicates);
            }
        return (accepted, duplicates);
    }

    private static async Task<EventReports.ReportResponse?> Tried(TestApplication app, IReadOnlyList<object> events)
    {
        try
        {
            var answer = await app.Report("", events);
            if (answer.Status is HttpStatusCode.Accepted)
                return answer;
            (answer.Status is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError).ShouldBeTrue($"{answer.Status}: {answer.Body}");
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or OperationCanceledException)
        {
            // the console is down
        }
        await Task.Delay(50);
        return null;
    }

    private static object Event(int owner, int batch, int place) =>
        EventReports.Event($"studio-{owner / 2}", "class.booked", s_day.AddSeconds(batch * 60), new { minutes = 1.5 }, $"{owner}/{batch}/{place}");

    private static async Task<string> Prepare(Database database, IServiceProvider services)
    {
        await using var work = await database.Write(WriteOrigin.Intake("test"), []);
        await Meters.Open([new("minutes", "Minutes", "minute", "class.booked", AggregationKind.Sum, ["minutes"], [], true)], "run_test", work);
        var (_, key) = await services.GetRequiredService<ApiKeys>().Create("test", Mode.Live, ["*"], null, 1, "system", work);
        await work.Commit();
        return key;
    }
}
