using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Applications;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Insights.Settings;

/// <summary>Adds a meter, which counts or adds up reported events, including stored past events. Each meter is also a metric.</summary>
public sealed class DeclareMeter(MetricCatalogue catalogue) : Operation<NewMeterFacts, DeclareMeter.Input>
{
    public sealed record Input(
        [Description("Name in the API and in exports, such as api_calls. Can't be changed later.")] string Key,
        [Description("Display name, such as API calls.")] string Name,
        [Description("Unit, such as call, MB or minute.")] string Unit,
        [Description("Type of the events to count, such as api.called.")] string EventType,
        [Description("How the events are aggregated.")] AggregationKind Adds = AggregationKind.Count,
        [Description("Path of the value in the event's data, such as bytes or size.total. Leave empty to count events.")] string? Value = null,
        [Description("Fields of the event's data to group by, such as model. One per line, at most 10.")] string[]? GroupBy = null,
        [Description("Also counts usage per tenant and month (UTC) as soon as an event is accepted, so that limits can be enforced. Only for count and sum.")]
            bool Enforced = false
    )
    {
        internal Meter Meter => new(Key, Name.Trim(), Unit.Trim(), EventType, Adds, MeterRules.Path(Adds, Value), GroupBy ?? [], Enforced);
    }

    public override Input Example => new("api_calls", "API calls", "call", "api.called");

    public override OperationDefinition Definition =>
        new("meter.declare", "Add meter", "added")
        {
            Subject = "platform",
            Noun = "meter",
            RestoredByUndo = "The meter is retired. Its events are kept.",
        };

    public override Task<IReadOnlyList<NewMeterFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        NewMeterFacts.Load(ids, input.Key, catalogue, work);

    public override Refusal? Refuse(NewMeterFacts platform, Input input) =>
        input switch
        {
            _ when MeterRules.Check(input.Meter) is { } wrong => wrong.Why,
            _ when platform.IsTaken => new("key_taken", $"A metric with this key already exists. Choose another key."),
            _ when platform.Before is { } before && !MeterRules.CountTheSame(before, input.Meter) => new(
                "key_used",
                $"A retired meter with this key counted something else. Choose another key, so that the two are not mixed."
            ),
            _ => null,
        };

    public override Decision Decide(NewMeterFacts platform, Input input) =>
        new(Sentence.Say($"A new meter aggregates events by {input.Adds}: new events from now on, and stored events within a few minutes."))
        {
            Created = platform.MeterId,
        };

    public override async Task Execute(IReadOnlyList<NewMeterFacts> accepted, Input input, UnitOfWork work)
    {
        var meter = input.Meter with { MeterId = accepted[0].MeterId };
        await Meters.Open([meter], work.RunId!, work); // operations always run within a run
        await work.SetName(accepted[0].MeterId, "meter", meter.Name);
        await EventReprojection.Request(work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewMeterFacts> subjects, string undoneRun, UnitOfWork work) =>
        await Meters.CloseOpenedBy(undoneRun, work.RunId!, work) > 0 ? [IdGenerator.Platform] : [];
}
