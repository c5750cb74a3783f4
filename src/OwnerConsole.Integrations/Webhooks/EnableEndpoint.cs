using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Resumes deliveries to a disabled endpoint, starting with the next event. Deliveries that failed in the meantime can be replayed.</summary>
public sealed class EnableEndpoint : Operation<EndpointFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("webhook_endpoint.enable", "Enable endpoint", "enabled")
        {
            Group = ActionGroup.Access,
            RestoredByUndo = "The endpoint is disabled again, with the same cause.",
            NotRestoredByUndo = "Events that were already sent.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, NoInput input) =>
        endpoint switch
        {
            { IsOpen: false } => new("removed", $"{endpoint} has been removed."),
            { IsDisabled: false } => new("not_disabled", $"{endpoint} is not disabled."),
            _ => null,
        };

    public override Decision Decide(EndpointFacts endpoint, NoInput input) => new($"{endpoint} will receive events from now on.");

    public override async Task Execute(IReadOnlyList<EndpointFacts> accepted, NoInput input, UnitOfWork work)
    {
        var ids = accepted.Select(endpoint => endpoint.Id).ToArray();
        await EndpointRows.Disabled.Close(ids, work);
        await work.Execute(
            "update webhooks.health set failing_since = null, failures = 0 where tenant_id = 'tnt_platform' and endpoint_id = any(@ids)",
            new { ids }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work) =>
        EndpointRows.Disabled.Reopen([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);
}
