using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Metrics;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Insights.Settings;

/// <summary>Declares what is counted of the events that an application reports: from the events that are kept on, each meter is a number like any other.</summary>
public sealed class DeclareMeter(MetricCatalogue catalogue) : Operation<NewMeterFacts, DeclareMeter.Input>
{
    public sealed record Input(
        [Description("As the API and exports name it, such as api_calls. It stays for ever.")] string Key,
        [Description("As people read it, such as API calls.")] string Name,
        [Description("What one is called, such as call, MB or minute.")] string Unit,
        [Description("The type of the events it hears, such as api.called.")] string EventType,
        [Description("How the values of its events become one.")] Adding Adds = Adding.Count,
        [Description("Where the value stands in the event's data, such as bytes or size.total. Empty when events are only counted.")] string? Value = null,
        [Description("Names in the event's data by which it can be cut, such as model; one a line, ten at most.")] string[]? GroupBy = null,
        [Description(
            "Also counted with each event from now on, month by month in UTC: what a tenant has used of it is known as soon as an event is accepted. Only what is counted or added up can be."
        )]
            bool Enforced = false
    )
    {
        internal Meter Meter => new(Key, Name.Trim(), Unit.Trim(), EventType, Adds, MeterRules.Path(Adds, Value), GroupBy ?? [], Enforced);
    }

    public override Input Example => new("api_calls", "API calls", "call", "api.called");

    public override Declaration Is =>
        new("meter.declare", "Declare meter", "declared")
        {
            Subject = "platform",
            Noun = "meter",
            ComesBack = "The meter is retired; its events are kept like all others.",
        };

    public override Task<IReadOnlyList<NewMeterFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        NewMeterFacts.Load(ids, input.Key, catalogue, work);

    public override Refusal? Refuse(NewMeterFacts platform, Input input) =>
        input switch
        {
            _ when MeterRules.Check(input.Meter) is { } wrong => wrong.Why,
            _ when platform.IsTaken => new("key_taken", $"There is a number of this name. Take another key."),
            _ when platform.Before is { } before && !MeterRules.CountAlike(before, input.Meter) => new(
                "key_used",
                $"A retired meter of this key has counted something else. Take another key, so that the two are not added up."
            ),
            _ => null,
        };

    public override Decision Decide(NewMeterFacts platform, Input input) =>
        new(Sentence.Say($"A new meter counts by {input.Adds}: what comes in from now on, and the events that are kept, which takes some minutes."))
        {
            Created = platform.MeterId,
        };

    public override async Task Execute(IReadOnlyList<NewMeterFacts> accepted, Input input, Work work)
    {
        var meter = input.Meter with { MeterId = accepted[0].MeterId };
        await Meters.Open([meter], work.RunId!, work); // carried out by a run
        await work.Name(accepted[0].MeterId, "meter", meter.Name);
        await Recounting.Ask(work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewMeterFacts> subjects, string undoneRun, Work work) =>
        await Meters.CloseOf(undoneRun, work.RunId!, work) > 0 ? [IdSource.Platform] : [];
}
