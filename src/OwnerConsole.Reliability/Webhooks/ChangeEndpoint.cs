using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Says which events an endpoint is told of, from the next one on.</summary>
public sealed class ChangeEndpoint(EventKinds kinds) : Operation<EndpointFacts, ChangeEndpoint.Input>
{
    public sealed record Input([Description("One a line: tenant.suspended, or tenant.* for all of a kind. Empty: everything.")] string[]? Events = null);

    public override Input Example => new(["tenant.suspended", "tenant.reactivated"]);

    public override Declaration Is =>
        new("webhook_endpoint.change", "Change endpoint", "changed")
        {
            StepUp = true,
            ComesBack = "What it heard before, unless that was changed since.",
            StaysGone = "Events between the change and the undo that it did not hear.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, Input input) =>
        !endpoint.IsOpen ? new("removed", $"{endpoint} is removed.")
        : EventFilter.Clean(input.Events).SequenceEqual(endpoint.Events) ? new("no_change", $"{endpoint} hears this already.")
        : EventFilter.Trouble(EventFilter.Clean(input.Events), kinds);

    public override Decision Decide(EndpointFacts endpoint, Input input) =>
        new(
            EventFilter.Clean(input.Events) is { Length: > 0 } events
                ? Sentence.Say($"{endpoint} is told of {events.Length:kind} of events and nothing else.")
                : Sentence.Say($"{endpoint} is told of every event.")
        );

    public override Task Execute(IReadOnlyList<EndpointFacts> accepted, Input input, Work work) =>
        EventFilter.Open([.. accepted.Select(endpoint => endpoint.Id)], EventFilter.Clean(input.Events), work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, Work work) =>
        EventFilter.Restore([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);
}
