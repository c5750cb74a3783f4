using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Adds an endpoint that receives signed events. The signing secret is shown once.</summary>
public sealed class CreateEndpoint(EndpointSecrets secrets, OutboundHostPolicy receivers, EventKinds kinds) : Operation<PlatformFacts, CreateEndpoint.Input>
{
    public sealed record Input(
        [Description("https, or http on this machine.")] string Url,
        [Description("Events of live tenants, or of demo data and test keys.")] Mode Mode = Mode.Live,
        [Description("Event types, one per line: tenant.suspended, or tenant.* for a whole group. Leave blank for all events.")] string[]? Events = null,
        [Description("Whether later events wait for a failed one. Leave blank for ordered delivery.")] DeliveryOrder? Order = null,
        [Description("Concurrent deliveries of unordered events, from 2 to 50. Leave blank for 5.")] int? MaxInFlight = null,
        [Description("When failed deliveries are retried. Leave blank for the standard schedule.")] RetryPreset? Retry = null,
        [Description(ConfigureEndpoint.DelaysHelp)] string[]? RetryDelays = null
    )
    {
        internal DeliveryOptions Options => new(Order, MaxInFlight, Retry, RetryDelays);
    }

    private static readonly EndpointSettings.Row s_default = new("", "", 1, RetryPreset.Standard, []);

    public override Input Example => new("https://app.example/console-events");

    public override OperationDefinition Definition =>
        new("webhook_endpoint.create", "Add endpoint", "added")
        {
            Synonyms = "new webhook, add webhook",
            RequiresStepUp = true,
            Subject = "platform",
            Noun = "endpoint",
            ShowsSecretOnce = true,
            RestoredByUndo = "The endpoint is removed. Events that were already sent can't be recalled.",
        };

    public override Task<IReadOnlyList<PlatformFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<PlatformFacts>>(
            ids.Contains(IdGenerator.Platform) ? [new(work.NewId("whe", IdGenerator.Platform), receivers.FindProblem(input.Url))] : []
        );

    public override Refusal? Refuse(PlatformFacts platform, Input input) =>
        Unreachable(platform.UrlProblem) ?? EventFilter.Validate(EventFilter.Normalize(input.Events), kinds) ?? input.Options.Refuse(s_default);

    /// <param name="trouble">Result of <see cref="OutboundHostPolicy.FindProblem"/>.</param>
    /// <returns>The refusal; null when the URL can be saved.</returns>
    internal static Refusal? Unreachable(string? trouble) =>
        trouble switch
        {
            "not_an_address" => new("not_an_address", $"This URL can't receive webhooks. It must use https and must not contain a user name or password."),
            "private_address" => new(
                "private_address",
                $"This host is not on the public internet, and the console does not call private addresses. Private addresses can be allowed when the console is started."
            ),
            _ => null,
        };

    public override Decision Decide(PlatformFacts platform, Input input)
    {
        var says = EventFilter.Normalize(input.Events) is { Length: > 0 } events
            ? Sentence.Say($"A new endpoint will receive {events.Length:event type} from {input.Mode} tenants.")
            : Sentence.Say($"A new endpoint will receive all events from {input.Mode} tenants.");
        if (input.Options.Apply(s_default) is var settings && settings != s_default)
            DeliveryOptions.AppendRetries(says, settings);
        return new(says) { Created = platform.NewId };
    }

    public override async Task Execute(IReadOnlyList<PlatformFacts> accepted, Input input, UnitOfWork work)
    {
        var id = accepted[0].NewId;
        await work.Execute(
            """
            insert into webhooks.endpoints (tenant_id, endpoint_id, url, mode, opened_by, opened_at)
            values ('tnt_platform', @id, @Url, @Mode, @run, now())
            """,
            new
            {
                id,
                input.Url,
                input.Mode,
                run = work.RunId,
            }
        );
        var secret = await secrets.Open(id, work);
        if (EventFilter.Normalize(input.Events) is { Length: > 0 } events)
            await EventFilter.Open([id], events, work);
        if (input.Options.Apply(s_default) is var settings && settings != s_default)
            await EndpointSettings.Open([settings with { EndpointId = id, Url = input.Url }], work);
        await work.SetName(id, "endpoint", new Uri(input.Url).Host);
        work.ShowSecretOnce(secret);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlatformFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var removed = await EndpointRows.Endpoints.CloseOpenedBy(ids: null, undoneRun, work);
        if (removed.Count == 0)
            return [];
        await EndpointRows.Secrets.CloseOpenedBy(removed, undoneRun, work);
        await EndpointRows.Filters.CloseOpenedBy(removed, undoneRun, work);
        await EndpointRows.Settings.CloseOpenedBy(removed, undoneRun, work);
        return [IdGenerator.Platform];
    }
}
