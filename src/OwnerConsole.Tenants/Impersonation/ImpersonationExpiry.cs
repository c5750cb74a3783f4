using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Ends an impersonation session when its time is up and notifies the application.</summary>
/// <remarks>The token expires at the same time, so a delay here does no harm.</remarks>
public sealed class ImpersonationExpiry(Database database, Impersonations impersonations) : IWorkHandler
{
    public const string Lane = "impersonations";

    public const string Kind = "impersonation.end";

    public string Name => Kind;

    public string Title => "End impersonation";

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        var job = Json.Read<Job>(item.Body);
        await using var work = await database.Write(WriteOrigin.Intake(Kind), [job.TenantId], stop);
        if (await impersonations.Find(job.Impersonation, work) is { ClosedAt: null } row)
            await impersonations.End(row, "system", work);
        await work.Commit();
        return WorkOutcome.Completed;
    }

    private sealed record Job(string TenantId, string Impersonation);
}
