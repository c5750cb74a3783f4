using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Insights.Settings;

/// <summary>Retires a meter: it stops counting and is no longer a metric. Its data is kept in case it is added again.</summary>
public sealed class RetireMeter : Operation<MeterFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("meter.retire", "Retire meter", "retired")
        {
            Group = ActionGroup.Danger,
            RestoredByUndo = "The meter counts again, including stored events received in the meantime.",
        };

    public override Task<IReadOnlyList<MeterFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => MeterFacts.Load(ids, work);

    public override Refusal? Refuse(MeterFacts meter, NoInput input) => meter.ClosedBy is null ? null : new("already_retired", $"{meter} is already retired.");

    public override Decision Decide(MeterFacts meter, NoInput input) =>
        new($"{meter} stops counting and is no longer a metric.", new Effect("retired", false, true));

    public override Task Execute(IReadOnlyList<MeterFacts> accepted, NoInput input, UnitOfWork work) =>
        Meters.Close([.. accepted.Select(meter => meter.Key)], work.RunId!, work); // operations always run within a run

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<MeterFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var back = await Meters.Reopen([.. subjects.Select(meter => meter.Key)], undoneRun, work);
        if (back.Count > 0)
            await EventReprojection.Request(work);
        return [.. subjects.Where(meter => back.Contains(meter.Key)).Select(meter => meter.MeterId)];
    }
}
