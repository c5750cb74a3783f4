using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Plans.Upgrades.Public;

/// <summary>Opens, lists and cancels upgrade requests of tenants.</summary>
public sealed class UpgradeRequests(LogWriter logbook, IdGenerator ids)
{
    /// <summary>Name of the intake that opens and cancels requests.</summary>
    public const string Intake = "upgrade.request";

    internal const int MaxReasonLength = 2_000;

    private const int MaxRequests = 500;

    /// <summary>Requests a plan. While the tenant has an open request for the same plan, that request is returned.</summary>
    /// <param name="replaces">Keys of the plans it replaces; empty for none, null for the tenant's only plan.</param>
    /// <param name="requestedBy">The requester: a member of the tenant (<c>mbr_…</c>), an API key or a team member.</param>
    /// <param name="work">A transaction for the tenant that writes through <see cref="Intake"/>.</param>
    /// <param name="key">Idempotency key of the caller. A repeated key returns the first request, even when it was answered since.</param>
    /// <exception cref="Problem">400, 409 or 422: the plan can't be requested.</exception>
    public async Task<UpgradeRequest> Create(
        string tenantId,
        string plan,
        IReadOnlyList<string>? replaces,
        string? reason,
        string requestedBy,
        UnitOfWork work,
        IdempotencyKey? key = null
    )
    {
        if (reason?.Length > MaxReasonLength)
            throw Problem.Invalid("reason", $"must have at most {MaxReasonLength} characters.");
        var wanted = await RequestedPlan.Of(tenantId, plan, work);
        if (key is not null && await UpgradeRows.FindByKey(tenantId, key, work) is { } before)
            return before;
        if (await UpgradeRows.Open(tenantId, plan, work) is { } open)
            return open;
        var gives = wanted.ReplacedPlans(replaces);
        var id = ids.New("upg");
        await UpgradeRows.Add(tenantId, id, plan, gives, reason.TrimToNull(), requestedBy, key, work);
        await work.SetName([(id, tenantId)], "upgrade", $"Upgrade to {wanted.Name}");
        WriteLog(
            tenantId,
            id,
            requestedBy,
            Sentence.Say($"{new EntityReference(tenantId)} requested {new EntityReference(wanted.PlanId)}."),
            UpgradeEvents.AsRequested(id, plan, gives),
            work
        );
        return (await UpgradeRows.Find(id, work))!; // not null: it was just written
    }

    /// <returns>The tenant's requests, newest first.</returns>
    public static async Task<IReadOnlyList<UpgradeRequest>> Of(string tenantId, UnitOfWork work) => await UpgradeRows.Of(tenantId, MaxRequests, work);

    /// <summary>Cancels a request. Cancelling twice has no further effect.</summary>
    /// <param name="by">Who cancels it; see <c>requestedBy</c> of <see cref="Create"/>.</param>
    /// <param name="work">A transaction for the tenant that writes through <see cref="Intake"/>.</param>
    /// <exception cref="Problem">404: the tenant has no such request. 409: the request was answered.</exception>
    public async Task<UpgradeRequest> Cancel(string tenantId, string upgradeId, string by, UnitOfWork work)
    {
        if (await UpgradeRows.Cancel(tenantId, upgradeId, by, work))
            WriteLog(
                tenantId,
                upgradeId,
                by,
                Sentence.Say($"{new EntityReference(tenantId)} cancelled an upgrade request."),
                UpgradeEvents.AsCancelled(upgradeId),
                work
            );
        var request = await UpgradeRows.Find(upgradeId, work);
        return request switch
        {
            { State: UpgradeState.Cancelled } when request.TenantId == tenantId => request,
            { } when request.TenantId == tenantId => throw new Problem(
                409,
                "already_answered",
                $"This request was {request.State.ToText()} on {request.ClosedAt:yyyy-MM-dd HH:mm} UTC, so it can't be cancelled."
            ),
            _ => throw Problem.NotFound("upgrade request", upgradeId),
        };
    }

    private void WriteLog(string tenantId, string upgradeId, string by, Sentence says, Message message, UnitOfWork work) =>
        logbook.Write([new LogLine(tenantId, "intake", by, "done", says) { Subject = upgradeId, Message = message }], work);
}
