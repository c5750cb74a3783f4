using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Kernel.Log;

public sealed class SequencerTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_line_gets_no_position_while_an_earlier_transaction_is_open()
    {
        var app = await TestApplication.Connect(console);
        var slow = await app.Tenant("order-1");
        var fast = await app.Tenant("order-2");
        var logbook = console.Services.GetRequiredService<LogWriter>();

        await using var first = await console.Database.Write(WriteOrigin.Intake("test"), [slow]);
        logbook.Write([Line(slow)], first);
        await first.Execute("select 1"); // an earlier transaction has written by now
        await using var second = await console.Database.Write(WriteOrigin.Intake("test"), [fast]);
        logbook.Write([Line(fast)], second);
        await second.Commit();
        await app.Tenant("order-3"); // gives the sequencer time; this line must not get a position yet either
        var early = await Positions(slow, fast);
        await first.Commit();
        var late = await Until(() => Positions(slow, fast), rows => rows.Count == 2);

        early.ShouldBeEmpty();
        late.Select(row => row.TenantId).ShouldBe([slow, fast]);
    }

    [Fact]
    public async Task Two_nodes_assign_every_line_one_position_without_gaps()
    {
        await using var twin = await ConsoleHost.Build(console.Options);
        await twin.StartAsync();
        var app = await TestApplication.Connect(console);
        var names = Enumerable.Range(1, 60).Select(number => $"node-{number}").ToList();

        await Task.WhenAll(
            names
                .Chunk(15)
                .Select(async part =>
                {
                    foreach (var name in part)
                        await app.Tenant(name);
                })
        );
        var order = await Until(Order, rows => rows.Count >= 60);

        order.Select(row => row.Pos).ShouldBe(Enumerable.Range(1, order.Count).Select(pos => (long)pos));
        order.Select(row => row.Id).Distinct().Count().ShouldBe(order.Count);
        await twin.StopAsync();
    }

    private static LogLine Line(string tenant) =>
        new(tenant, "system", "system", "done", Sentence.Say($"{new EntityReference(tenant)} was looked at.")) { Operation = "test" };

    private async Task<IReadOnlyList<Position>> Positions(string slow, string fast)
    {
        await using var work = await console.Database.Read();
        return await work.List<Position>(
            """
            select o.pos, o.id, l.tenant_id
              from core.log_order o join core.log l using (id)
             where l.operation = 'test' and l.tenant_id = any(@ids)
             order by o.pos
            """,
            new { ids = new[] { slow, fast } }
        );
    }

    private async Task<IReadOnlyList<Position>> Order()
    {
        await using var work = await console.Database.Read();
        return await work.List<Position>("select o.pos, o.id, l.tenant_id from core.log_order o join core.log l using (id) order by o.pos");
    }

    private static async Task<IReadOnlyList<Position>> Until(Func<Task<IReadOnlyList<Position>>> look, Func<IReadOnlyList<Position>, bool> enough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var rows = await look();
            if (enough(rows))
                return rows;
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private sealed record Position(long Pos, long Id, string TenantId);
}
