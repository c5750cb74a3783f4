using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.DemoData;

public sealed class LoadDemoExample : Example
{
    public override string OperationName => "demo.load";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        // Work started by an earlier example is held back, so a law sees only the operation and no simulator starts.
        await stage.Force(
            "insert into work.lanes (lane, due, open_until) values ('demo', '2100-01-01', '2100-01-01') on conflict (lane) do update set open_until = '2100-01-01'"
        );
        await stage.Force("delete from work.items where lane = 'demo'");
        await stage.Force("update core.demo_deletions set ended_at = now() where ended_at is null");
        return new(IdGenerator.Platform);
    }
}
