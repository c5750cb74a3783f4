using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.StatusPages;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Sets the status of components by hand, or lets them follow their probes again.</summary>
public sealed class SetComponentStatus : Operation<StatusComponentFacts, SetComponentStatus.Input>
{
    public const string Name = "status_component.set";

    public sealed record Input([Description("Status on the page. Leave blank to follow the probe and maintenance again.")] ComponentStatus? Status = null);

    public override Input Example => new(ComponentStatus.PartialOutage);

    public override OperationDefinition Definition =>
        new(Name, "Set status of component", "updated")
        {
            Group = ActionGroup.Access,
            Noun = "status component",
            RestoredByUndo = "The previous status, unless it was set again.",
        };

    public override Task<IReadOnlyList<StatusComponentFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        StatusComponentFacts.Load(ids, work);

    public override Refusal? Refuse(StatusComponentFacts subject, Input input) =>
        StatusComponentFacts.FindRemoved(subject)
        ?? (
            subject.Component!.ByHand != input.Status ? null // not null: not removed
            : input.Status is { } status ? new("no_change", $"{subject} already has the status {status}.")
            : new("no_change", $"The status of {subject} is not set by hand.")
        );

    public override Decision Decide(StatusComponentFacts subject, Input input) =>
        input.Status is { } status
            ? new($"{subject} has the status {status} until it is set again.", new Effect("status", subject.Component!.ByHand, status)) // not null: not refused
            : new($"{subject} follows its probe and maintenance again.", new Effect("status", subject.Component!.ByHand, null)); // not null: not refused

    public override async Task Execute(IReadOnlyList<StatusComponentFacts> accepted, Input input, UnitOfWork work)
    {
        await StatusComponent.Set([.. accepted.Select(subject => subject.Id)], input.Status, work);
        work.Notify(StatusSnapshots.Channel);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StatusComponentFacts> subjects, string undoneRun, UnitOfWork work)
    {
        work.Notify(StatusSnapshots.Channel);
        return StatusComponent.ManualStatuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
    }
}
