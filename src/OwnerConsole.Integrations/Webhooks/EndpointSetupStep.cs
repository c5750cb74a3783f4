using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Setup step: an endpoint receives the events of live tenants.</summary>
public sealed class EndpointSetupStep : ISetupStep
{
    public int Order => 70;

    public string Key => "webhook";

    public string Title => "Webhook";

    public string Reason => "Your application is notified when you suspend a tenant or change its plan.";

    public string ActionLabel => "Add endpoint";

    public string Permission => "webhook_endpoint.create";

    public string ReadPermission => "webhook_endpoint.read";

    public string Sql =>
        $"""
            select count(*) as number, min({Endpoints.Url}) as name, null::timestamptz as at
              from webhooks.endpoints e {Endpoints.Settings}
             where {Endpoints.IsActive} and e.mode = 'live'
            """;

    public SetupState Read(SetupFact fact) =>
        fact.Number switch
        {
            0 => new(false),
            1 => new(true, $"Events are sent to {new Uri(fact.Name!).Host}"), // never null: there is an endpoint
            _ => new(true, Wording.Count(fact.Number, "endpoint")),
        };
}
