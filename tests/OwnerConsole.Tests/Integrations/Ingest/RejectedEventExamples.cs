using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Integrations.Ingest;

/// <summary>Example of an operation on rejected events.</summary>
public abstract class RejectedEventExample : Example
{
    private static readonly JsonElement s_input = Json.Element(new { reason = "unknown_tenant" });

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        // Replayed events are not ingested while a law inspects them.
        await stage.Force(
            "insert into work.lanes (lane, due, open_until) values ('events', now(), 'infinity') on conflict (lane) do update set open_until = 'infinity'"
        );
        var app = await TestApplication.Connect(stage.Console);
        await app.Report(EventReports.Event("nobody-" + Guid.CreateVersion7(), "activity"));
        return new(IdGenerator.Platform, s_input);
    }

    public override Task<bool> MoveOn(LawHarness stage, Run run) => Task.FromResult(false);
}

public sealed class ReplayRejectedEventsExample : RejectedEventExample
{
    public override string OperationName => "dead_letter.replay";
}

public sealed class DiscardRejectedEventsExample : RejectedEventExample
{
    public override string OperationName => "dead_letter.discard";
}
