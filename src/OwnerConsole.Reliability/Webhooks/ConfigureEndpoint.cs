using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Reliability.Webhooks.Public;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Changes where events are sent and how many are sent at once. The secret and the events stay.</summary>
public sealed class ConfigureEndpoint(Receivers receivers) : Operation<EndpointFacts, ConfigureEndpoint.Input>
{
    public const int MaxInFlight = 50;

    public sealed record Input(
        [Description("https, or http on this machine. Empty: unchanged.")] string? Url = null,
        [Description("Deliveries at once, at most 50. 1 keeps strict order; with more, a delivery that fails holds up no other. Empty: unchanged.")]
            int? MaxInFlight = null
    );

    public override Input Example => new("https://app.example/new-address", 5);

    public override Declaration Is =>
        new("webhook_endpoint.configure", "Change URL and delivery", "changed")
        {
            StepUp = true,
            Noun = "endpoint",
            ComesBack = "The previous URL and number of deliveries at once, unless they were changed again.",
            StaysGone = "Events that were sent to the new URL.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, Input input) =>
        !endpoint.IsOpen ? new("removed", $"{endpoint} is removed.")
        : input.MaxInFlight is < 1 or > MaxInFlight ? new("bad_max_in_flight", $"Deliveries at once must be between 1 and {MaxInFlight}.")
        : input.Url is { } url && CreateEndpoint.Unreachable(receivers.Trouble(url)) is { } refusal ? refusal
        : UrlAfter(endpoint, input) == endpoint.Url && InFlightAfter(endpoint, input) == endpoint.MaxInFlight
            ? new("no_change", $"{endpoint} has this URL and this number of deliveries at once already.")
        : null;

    public override Decision Decide(EndpointFacts endpoint, Input input)
    {
        var inFlight = InFlightAfter(endpoint, input);
        var isMoved = UrlAfter(endpoint, input) != endpoint.Url;
        // The log keeps no text that someone typed, so the sentence says that the URL is another one and not which.
        var says = (isMoved, inFlight) switch
        {
            (true, 1) => Sentence.Say($"{endpoint} receives events at another URL, one at a time, in order."),
            (true, _) => Sentence.Say($"{endpoint} receives events at another URL, up to {inFlight} at once, in any order."),
            (false, 1) => Sentence.Say($"{endpoint} receives events one at a time, in order."),
            _ => Sentence.Say($"{endpoint} receives up to {inFlight} events at once, in any order."),
        };
        return inFlight == endpoint.MaxInFlight ? new(says) : new(says, new Effect("max_in_flight", null, inFlight));
    }

    public override Task Execute(IReadOnlyList<EndpointFacts> accepted, Input input, Work work) =>
        EndpointSettings.Open(
            [.. accepted.Select(endpoint => new EndpointSettings.Row(endpoint.Id, UrlAfter(endpoint, input), InFlightAfter(endpoint, input)))],
            work
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, Work work) =>
        EndpointSettings.Restore([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);

    private static string UrlAfter(EndpointFacts endpoint, Input input) => input.Url is { Length: > 0 } url ? url : endpoint.Url;

    private static int InFlightAfter(EndpointFacts endpoint, Input input) => input.MaxInFlight ?? endpoint.MaxInFlight;
}
