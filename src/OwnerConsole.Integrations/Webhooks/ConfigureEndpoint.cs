using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Changes an endpoint's URL and its number of concurrent deliveries. The secret and the event types stay the same.</summary>
public sealed class ConfigureEndpoint(OutboundHostPolicy receivers) : Operation<EndpointFacts, ConfigureEndpoint.Input>
{
    public const int MaxInFlight = 50;

    public sealed record Input(
        [Description("https, or http on this machine. Leave blank to keep the current URL.")] string? Url = null,
        [Description(
            "Concurrent deliveries, at most 50. 1 keeps strict order; with more, a failing delivery does not block others. Leave blank to keep the current number."
        )]
            int? MaxInFlight = null
    );

    public override Input Example => new("https://app.example/new-address", 5);

    public override OperationDefinition Definition =>
        new("webhook_endpoint.configure", "Change URL and delivery", "changed")
        {
            RequiresStepUp = true,
            Noun = "endpoint",
            RestoredByUndo = "The previous URL and number of concurrent deliveries, unless they were changed again.",
            NotRestoredByUndo = "Events that were sent to the new URL.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await EndpointFacts.Load([subjectId], work) is [var endpoint]
            ? [("url", endpoint.Url), ("max_in_flight", endpoint.MaxInFlight.ToString(CultureInfo.InvariantCulture))]
            : [];

    public override Refusal? Refuse(EndpointFacts endpoint, Input input) =>
        !endpoint.IsOpen ? new("removed", $"{endpoint} has been removed.")
        : input.MaxInFlight is < 1 or > MaxInFlight ? new("bad_max_in_flight", $"Concurrent deliveries must be between 1 and {MaxInFlight}.")
        : input.Url is { } url && CreateEndpoint.Unreachable(receivers.FindProblem(url)) is { } refusal ? refusal
        : UrlAfter(endpoint, input) == endpoint.Url && InFlightAfter(endpoint, input) == endpoint.MaxInFlight
            ? new("no_change", $"{endpoint} already has this URL and number of concurrent deliveries.")
        : null;

    public override Decision Decide(EndpointFacts endpoint, Input input)
    {
        var inFlight = InFlightAfter(endpoint, input);
        var isMoved = UrlAfter(endpoint, input) != endpoint.Url;
        // The log stores no text that a user typed, so the sentence does not contain the new URL.
        var says = (isMoved, inFlight) switch
        {
            (true, 1) => Sentence.Say($"{endpoint} will receive events at a new URL, one at a time, in order."),
            (true, _) => Sentence.Say($"{endpoint} will receive events at a new URL, up to {inFlight} at once, in any order."),
            (false, 1) => Sentence.Say($"{endpoint} will receive events one at a time, in order."),
            _ => Sentence.Say($"{endpoint} will receive up to {inFlight} events at once, in any order."),
        };
        return inFlight == endpoint.MaxInFlight ? new(says) : new(says, new Effect("max_in_flight", null, inFlight));
    }

    public override Task Execute(IReadOnlyList<EndpointFacts> accepted, Input input, UnitOfWork work) =>
        EndpointSettings.Open(
            [.. accepted.Select(endpoint => new EndpointSettings.Row(endpoint.Id, UrlAfter(endpoint, input), InFlightAfter(endpoint, input)))],
            work
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work) =>
        EndpointSettings.Restore([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);

    private static string UrlAfter(EndpointFacts endpoint, Input input) => input.Url is { Length: > 0 } url ? url : endpoint.Url;

    private static int InFlightAfter(EndpointFacts endpoint, Input input) => input.MaxInFlight ?? endpoint.MaxInFlight;
}
