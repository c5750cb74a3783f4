using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Metrics.Ingest;

namespace OwnerConsole.Integrations.Ingest;

/// <summary>Base of the operations on all rejected events with one reason. An undo lists those again that have not been ingested.</summary>
public abstract class RejectedEventOperation : Operation<RejectedEventFacts, RejectedEventOperation.Input>
{
    public sealed record Input(
        [Description("Why the events were rejected, such as unknown_tenant.")] string Reason,
        [Description("Events of live keys or of test keys.")] Mode Mode = Mode.Live
    );

    public sealed override Task<IReadOnlyList<RejectedEventFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        RejectedEventFacts.Load(ids, input.Mode, input.Reason, work);

    public sealed override Refusal? Refuse(RejectedEventFacts rejected, Input input) =>
        rejected.Open == 0 ? new("none_open", $"No rejected events have this reason.") : null;

    public sealed override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RejectedEventFacts> subjects, string undoneRun, UnitOfWork work) =>
        await DeadLetters.Reopen(undoneRun, work) > 0 ? [IdGenerator.Platform] : [];
}
