using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Tests.Metrics.Ingest;

/// <summary>Usage of enforced meters is stored next to the events and added up later.</summary>
public sealed class MeterCountersTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_backlog_is_added_up_in_batches_while_the_total_stays_correct()
    {
        await console.Services.GetServices<IHostedService>().OfType<EventProjector>().Single().StopAsync(TestContext.Current.CancellationToken);
        string[] tenants = ["tnt_a", "tnt_b", "tnt_c"];
        await using (var write = await console.Database.Write(WriteOrigin.Intake("test"), tenants))
        {
            await write.Execute(
                "insert into core.meter_additions (tenant_id, meter, period, used) select @tenants[1 + n % 3], 'minutes', '2026-11-01', n from generate_series(1, 25) n",
                new { tenants }
            );
            await write.Commit();
        }
        var counters = new MeterCounters(console.Database, TimeProvider.System) { BatchSize = 10 };
        await using var work = await console.Database.Read();
        Task<long> Left() => work.One<long>("select count(*) from core.meter_additions");
        Task<decimal> Total() => work.One<decimal>("select sum(used) from core.meter_totals where meter = 'minutes'");

        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken); // the compaction interval
        var seen = new List<(bool More, long Left, decimal Total)>();
        do seen.Add((await counters.Compact(TestContext.Current.CancellationToken), await Left(), await Total()));
        while (seen[^1].More);

        seen.ShouldBe([(true, 15, 325), (true, 5, 325), (false, 0, 325)]);
        (await counters.Compact(TestContext.Current.CancellationToken)).ShouldBeFalse("the next compaction is not due yet");
    }
}
