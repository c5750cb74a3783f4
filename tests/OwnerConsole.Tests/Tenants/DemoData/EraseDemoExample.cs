using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.DemoData;

public sealed class EraseDemoExample : Example
{
    public override string OperationName => "demo.erase";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var demo = await stage.Once(() => TestApplication.Connect(stage.Console, Mode.Test));
        await demo.Tenant(stage.Word());
        // Work started by an earlier example is held back, so a law sees only the operation and not its later effects.
        await stage.Force(
            "insert into work.lanes (lane, due, open_until) values ('demo', '2100-01-01', '2100-01-01') on conflict (lane) do update set open_until = '2100-01-01'"
        );
        await stage.Force("delete from work.items where lane = 'demo'");
        await stage.Force("update core.demo_deletions set ended_at = now() where ended_at is null");
        await stage.Force("update core.tenants set reported_at = reported_at - interval '1 minute' where mode = 'test'");
        return new(IdGenerator.Platform);
    }
}
