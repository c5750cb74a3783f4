using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Webhooks;

/// <summary>Stops telling an address. What waits for it is given up; its secret is kept until the undo ends.</summary>
public sealed class RemoveEndpoint : Operation<EndpointFacts, RemoveEndpoint.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("webhook_endpoint.remove", "Remove endpoint", "removed")
        {
            StepUpToUndo = true,
            ComesBack = "The endpoint with its secret; it is told of what happens from then on.",
            StaysGone = "Events between the removal and the undo are not sent afterwards.",
        };

    public override Task<IReadOnlyList<EndpointFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => EndpointFacts.Load(ids, work);

    public override Refusal? Refuse(EndpointFacts endpoint, Nothing input) =>
        endpoint.IsOpen ? null : new("already_removed", $"{endpoint} is already removed.");

    public override Decision Decide(EndpointFacts endpoint, Nothing input) => new($"{endpoint} is told nothing any more.");

    public override async Task Execute(IReadOnlyList<EndpointFacts> accepted, Nothing input, Work work)
    {
        var ids = accepted.Select(endpoint => endpoint.Id).ToArray();
        await work.Do(
            "update webhooks.endpoints set closed_by = @run where tenant_id = 'tnt_platform' and endpoint_id = any(@ids)",
            new { run = work.RunId, ids }
        );
        await work.Hurry([.. ids.Select(Telling.LaneOf)]); // what waits for its next attempt is given up now, not in a day
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<EndpointFacts> subjects, string undoneRun, Work work) =>
        work.List<string>(
            """
            update webhooks.endpoints set closed_by = null
             where tenant_id = 'tnt_platform' and endpoint_id = any(@ids) and closed_by = @undoneRun
            returning endpoint_id
            """,
            new { undoneRun, ids = subjects.Select(endpoint => endpoint.Id).ToArray() }
        );
}
