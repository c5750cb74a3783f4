using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Changes an endpoint's URL, its delivery order and its retry schedule. The secret and the event types stay the same.</summary>
public sealed class ConfigureEndpoint(OutboundHostPolicy receivers) : Operation<EndpointFacts, ConfigureEndpoint.Input>
{
    internal const string InFlightHelp =
        "Concurrent deliveries, at most 50. 1 keeps strict order; with more, a failing delivery does not block others. Leave blank to keep the current number.";

    internal const string RetryHelp = "When failed deliveries are retried. Applies from the next failure. Leave blank to keep the current schedule.";

    internal const string DelaysHelp =
        "Custom schedule: 1 to 20 delays from 1s to 24h, one per line, such as 30s, 5m and 2h; each varies by 20% at random. Ignored with another schedule.";

    public sealed record Input(
        [Description("https, or http on this machine. Leave blank to keep the current URL.")] string? Url = null,
        [Description(InFlightHelp)] int? MaxInFlight = null,
        [Description("Whether later events wait for a failed one. Leave blank to keep the current order.")] DeliveryOrder? Order = null,
        [Description(RetryHelp)] RetryPreset? Retry = null,
        [Description(DelaysHelp)] string[]? RetryDelays = null
    )
    {
        internal DeliveryOptions Options => new(Order, MaxInFlight, Retry, RetryDelays);
    }

    public override Input Example => new("https://app.example/new-address", 5, Retry: RetryPreset.Custom, RetryDelays: ["10s", "1m", "1h"]);

    public override OperationDefinition Definition =>
        new("webhook_endpoint.configure", "Change URL and delivery", "changed")
        {
            RequiresStepUp = true,
            Noun = "endpoint",
            Synonyms = "retry policy, retry schedule, ordered, unordered",
            RestoredByUndo = "The previous URL, order, number of concurrent deliveries and retry schedule, unless they were changed again.",
            NotRestoredByUndo = "Events that were sent to the new URL.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await EndpointFacts.Load([subjectId], work) is [var endpoint]
            ?
            [
                ("url", endpoint.Url),
                ("max_in_flight", endpoint.MaxInFlight.ToString(CultureInfo.InvariantCulture)),
                ("retry", endpoint.Retry.ToText()),
                ("retry_delays", endpoint.Retry is RetryPreset.Custom ? string.Join('\n', endpoint.Settings.Schedule.Lines) : null),
            ]
            : [];

    public override Refusal? Refuse(EndpointFacts endpoint, Input input) =>
        !endpoint.IsOpen ? new("removed", $"{endpoint} has been removed.")
        : input.Options.Refuse(endpoint.Settings) is { } unfit ? unfit
        : input.Url is { Length: > 0 } url && CreateEndpoint.Unreachable(receivers.FindProblem(url)) is { } refusal ? refusal
        : After(endpoint, input) == endpoint.Settings
            ? new("no_change", $"{endpoint} already has this URL, order, number of concurrent deliveries and retry schedule.")
        : null;

    public override Decision Decide(EndpointFacts endpoint, Input input)
    {
        var (before, after) = (endpoint.Settings, After(endpoint, input));
        // The log stores no text that a user typed, so the sentence does not contain the new URL.
        var says = (after.Url != before.Url, after.MaxInFlight) switch
        {
            (true, 1) => Sentence.Say($"{endpoint} will receive events at a new URL, one at a time, in order."),
            (true, _) => Sentence.Say($"{endpoint} will receive events at a new URL, up to {after.MaxInFlight} at once, in any order."),
            (false, 1) => Sentence.Say($"{endpoint} will receive events one at a time, in order."),
            _ => Sentence.Say($"{endpoint} will receive up to {after.MaxInFlight} events at once, in any order."),
        };
        var effects = new List<Effect>();
        if (after.MaxInFlight != before.MaxInFlight)
            effects.Add(new("max_in_flight", null, after.MaxInFlight));
        if (!after.Schedule.Delays.SequenceEqual(before.Schedule.Delays))
        {
            DeliveryOptions.AppendRetries(says, after);
            effects.Add(new("retry", null, after.Retry));
        }
        return new(says, [.. effects]);
    }

    public override Task Execute(IReadOnlyList<EndpointFacts> accepted, Input input, UnitOfWork work) =>
        EndpointSettings.Open([.. accepted.Select(endpoint => After(endpoint, input))], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work) =>
        EndpointSettings.Restore([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);

    private static EndpointSettings.Row After(EndpointFacts endpoint, Input input) =>
        input.Options.Apply(endpoint.Settings) with
        {
            Url = input.Url is { Length: > 0 } url ? url : endpoint.Url,
        };
}
