using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Reliability.Webhooks.Public;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Adds an address that is told what happens, signed with a secret that is shown once.</summary>
public sealed class CreateEndpoint(EndpointSecrets secrets, Receivers receivers, EventKinds kinds) : Operation<PlatformFacts, CreateEndpoint.Input>
{
    public sealed record Input(
        [Description("https, or http on this machine.")] string Url,
        [Description("Real tenants, or those of the demo and of test keys.")] Population Population = Population.Live,
        [Description("Which events it hears, one a line: tenant.suspended, or tenant.* for all of a kind. Empty: everything.")] string[]? Events = null
    );

    public override Input Example => new("https://app.example/console-events");

    public override Declaration Is =>
        new("webhook_endpoint.create", "Add endpoint", "added")
        {
            StepUp = true,
            Subject = "platform",
            Noun = "endpoint",
            ShowsOnce = true,
            ComesBack = "The endpoint is removed; what it was told stays told.",
        };

    public override Task<IReadOnlyList<PlatformFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        Task.FromResult<IReadOnlyList<PlatformFacts>>(
            ids.Contains(IdSource.Platform) ? [new(work.NewId("whe", IdSource.Platform), receivers.Trouble(input.Url))] : []
        );

    public override Refusal? Refuse(PlatformFacts platform, Input input) =>
        Unreachable(platform.Trouble) ?? EventFilter.Trouble(EventFilter.Clean(input.Events), kinds);

    /// <param name="trouble">what <see cref="Receivers.Trouble"/> found</param>
    /// <returns>null when the URL can be saved</returns>
    internal static Refusal? Unreachable(string? trouble) =>
        trouble switch
        {
            "not_an_address" => new("not_an_address", $"This URL can't receive webhooks. Use https and a host, without a name or password in it."),
            "private_address" => new(
                "private_address",
                $"This host is not on the public internet, and the console does not call private addresses. It can be allowed where the console is started."
            ),
            _ => null,
        };

    public override Decision Decide(PlatformFacts platform, Input input) =>
        new(
            EventFilter.Clean(input.Events) is { Length: > 0 } events
                ? Sentence.Say($"A new endpoint is told of {events.Length:kind} of {input.Population} events.")
                : Sentence.Say($"A new endpoint is told of every {input.Population} event.")
        )
        {
            Created = platform.NewId,
        };

    public override async Task Execute(IReadOnlyList<PlatformFacts> accepted, Input input, Work work)
    {
        var id = accepted[0].NewId;
        await work.Do(
            """
            insert into webhooks.endpoints (tenant_id, endpoint_id, url, population, opened_by, opened_at)
            values ('tnt_platform', @id, @Url, @Population, @run, now())
            """,
            new
            {
                id,
                input.Url,
                input.Population,
                run = work.RunId,
            }
        );
        var secret = await secrets.Open(id, work);
        if (EventFilter.Clean(input.Events) is { Length: > 0 } events)
            await EventFilter.Open([id], events, work);
        await work.Name(id, "endpoint", new Uri(input.Url).Host);
        work.ShowOnce(secret);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<PlatformFacts> subjects, string undoneRun, Work work)
    {
        var args = new { run = work.RunId, undoneRun };
        if (await work.Do("update webhooks.endpoints set closed_by = @run where opened_by = @undoneRun and closed_by is null", args) == 0)
            return [];
        await work.Do("update webhooks.secrets set closed_by = @run where opened_by = @undoneRun and closed_by is null", args);
        await work.Do("update webhooks.filters set closed_by = @run where opened_by = @undoneRun and closed_by is null", args);
        return [IdSource.Platform];
    }
}
