using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Changes the event types that an endpoint receives, starting with the next event.</summary>
public sealed class ChangeEndpoint(EventKinds kinds) : Operation<EndpointFacts, ChangeEndpoint.Input>
{
    public sealed record Input(
        [Description("One event type per line: tenant.suspended, or tenant.* for a whole group. Leave blank for all events.")] string[]? Events = null
    );

    public override Input Example => new(["tenant.suspended", "tenant.reactivated"]);

    public override OperationDefinition Definition =>
        new("webhook_endpoint.change", "Change event types", "changed")
        {
            RequiresStepUp = true,
            RestoredByUndo = "The endpoint receives its previous event types, unless they were changed again.",
            NotRestoredByUndo = "Events that were not sent between the change and the undo.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await EndpointFacts.Load([subjectId], work) is [var endpoint] ? [("events", string.Join('\n', endpoint.Events))] : [];

    public override Refusal? Refuse(EndpointFacts endpoint, Input input) =>
        !endpoint.IsOpen ? new("removed", $"{endpoint} has been removed.")
        : EventFilter.Normalize(input.Events).SequenceEqual(endpoint.Events) ? new("no_change", $"{endpoint} already receives these event types.")
        : EventFilter.Validate(EventFilter.Normalize(input.Events), kinds);

    public override Decision Decide(EndpointFacts endpoint, Input input) =>
        new(
            EventFilter.Normalize(input.Events) is { Length: > 0 } events
                ? Sentence.Say($"{endpoint} will receive only {events.Length:event type}.")
                : Sentence.Say($"{endpoint} will receive all events.")
        );

    public override Task Execute(IReadOnlyList<EndpointFacts> accepted, Input input, UnitOfWork work) =>
        EventFilter.Open([.. accepted.Select(endpoint => endpoint.Id)], EventFilter.Normalize(input.Events), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work) =>
        EndpointRows.Filters.Undo([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);
}
