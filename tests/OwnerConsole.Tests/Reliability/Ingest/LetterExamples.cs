using System.Text.Json;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Reliability.Ingest;

/// <summary>An event that could not be taken in, for whoever decides about it.</summary>
public abstract class LetterExample : Example
{
    private static readonly JsonElement s_input = Json.Element(new { reason = "unknown_tenant" });

    public override async Task<Given> Given(Stage stage)
    {
        // What is replayed is taken in by nobody while a law looks at it.
        await stage.Force(
            "insert into work.lanes (lane, due, open_until) values ('events', now(), 'infinity') on conflict (lane) do update set open_until = 'infinity'"
        );
        var app = await Application.Connect(stage.Console);
        await app.Report(Reports.Event("nobody-" + Guid.CreateVersion7(), "activity"));
        return new(IdSource.Platform, s_input);
    }

    public override Task<bool> MoveOn(Stage stage, Run run) => Task.FromResult(false);
}

public sealed class ReplayLettersExample : LetterExample
{
    public override string Of => "dead_letter.replay";
}

public sealed class DiscardLettersExample : LetterExample
{
    public override string Of => "dead_letter.discard";
}
