using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Webhooks;

/// <summary>Stops deliveries to an endpoint until it is enabled again. The console disables endpoints automatically after a 410 response or five days of failures.</summary>
public sealed class DisableEndpoint : Operation<EndpointFacts, DisableEndpoint.Input>
{
    public sealed record Input(DisableCause Cause = DisableCause.Paused);

    public override OperationDefinition Definition =>
        new("webhook_endpoint.disable", "Disable endpoint", "disabled")
        {
            Group = ActionGroup.Access,
            IsHarmful = true,
            RestoredByUndo = "The endpoint receives events from then on.",
            NotRestoredByUndo = "Pending deliveries, and events that occur while the endpoint is disabled, are never sent.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, Input input) =>
        endpoint switch
        {
            { IsOpen: false } => new("removed", $"{endpoint} has been removed."),
            { IsDisabled: true } => new("already_disabled", $"{endpoint} is already disabled."),
            _ => null,
        };

    public override Decision Decide(EndpointFacts endpoint, Input input) =>
        new($"{endpoint} will receive no events until it is enabled again.", new Effect("disabled_for", null, input.Cause));

    public override async Task Execute(IReadOnlyList<EndpointFacts> accepted, Input input, UnitOfWork work)
    {
        var ids = accepted.Select(endpoint => endpoint.Id).ToArray();
        await work.Execute(
            """
            insert into webhooks.disabled (tenant_id, endpoint_id, opened_by, cause, opened_at)
            select 'tnt_platform', id, @run, @Cause, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                run = work.RunId,
                input.Cause,
                ids,
            }
        );
        await work.MakeDue([.. ids.Select(WebhookFanout.LaneOf)]); // pending deliveries are closed now instead of at their next attempt
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, UnitOfWork work) =>
        EndpointRows.Disabled.CloseOpenedBy([.. subjects.Select(endpoint => endpoint.Id)], undoneRun, work);
}
