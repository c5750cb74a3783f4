using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Upgrades.Public;

/// <summary>How a tenant asks for a plan, sees what became of it, and cancels it.</summary>
public sealed class UpgradeRequests(Logbook logbook, IdSource ids)
{
    /// <summary>The door that asking and cancelling come through.</summary>
    public const string Intake = "upgrade.request";

    internal const int LongestReason = 2_000;

    private const int Shown = 500;

    /// <summary>Asks for a plan. While the same tenant's request for the same plan is open, that one is answered.</summary>
    /// <param name="replaces">keys of the plans it gives up; empty for none, null for the only one it holds</param>
    /// <param name="askedBy">a person of the tenant (<c>mbr_…</c>), a key or somebody of the team</param>
    /// <param name="work">writes through <see cref="Intake"/>, for the tenant</param>
    /// <param name="key">the caller's own name for it, so that asking again asks once, also when it was answered meanwhile</param>
    /// <exception cref="Problem">400, 409 or 422: it can't be asked for, in words for whoever asks</exception>
    public async Task<UpgradeRequest> Ask(
        string tenantId,
        string plan,
        IReadOnlyList<string>? replaces,
        string? reason,
        string askedBy,
        Work work,
        IdempotencyKey? key = null
    )
    {
        if (reason?.Length > LongestReason)
            throw Problem.Invalid("reason", $"has {LongestReason} characters at most.");
        var wanted = await WantedPlan.Of(tenantId, plan, work);
        if (key is not null && await UpgradeRows.Asked(tenantId, key, work) is { } before)
            return before;
        if (await UpgradeRows.Open(tenantId, plan, work) is { } open)
            return open;
        var gives = wanted.GivesUp(replaces);
        var id = ids.New("upg");
        await UpgradeRows.Add(tenantId, id, plan, gives, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), askedBy, key, work);
        await work.Name([(id, tenantId)], "upgrade", $"Upgrade to {wanted.Name}");
        Tell(
            tenantId,
            id,
            askedBy,
            Sentence.Say($"{new Reference(tenantId)} asks for {new Reference(wanted.PlanId)}."),
            UpgradeEvents.AsRequested(id, plan, gives),
            work
        );
        return (await UpgradeRows.Find(id, work))!; // it was just written
    }

    /// <returns>a tenant's requests, the newest first</returns>
    public static async Task<IReadOnlyList<UpgradeRequest>> Of(string tenantId, Work work) => await UpgradeRows.Of(tenantId, Shown, work);

    /// <summary>Whoever asked doesn't want it any more. Cancelled twice is cancelled once.</summary>
    /// <param name="by">as <c>askedBy</c> of <see cref="Ask"/></param>
    /// <param name="work">writes through <see cref="Intake"/>, for the tenant</param>
    /// <exception cref="Problem">404: the tenant has no such request; 409: it was answered</exception>
    public async Task<UpgradeRequest> Cancel(string tenantId, string upgradeId, string by, Work work)
    {
        if (await UpgradeRows.Cancel(tenantId, upgradeId, by, work))
            Tell(tenantId, upgradeId, by, Sentence.Say($"{new Reference(tenantId)} cancels a request for a plan."), UpgradeEvents.AsCancelled(upgradeId), work);
        var request = await UpgradeRows.Find(upgradeId, work);
        return request switch
        {
            { State: UpgradeState.Cancelled } when request.TenantId == tenantId => request,
            { } when request.TenantId == tenantId => throw new Problem(
                409,
                "already_answered",
                $"This request was {request.State.ToText()} on {request.ClosedAt:yyyy-MM-dd HH:mm} UTC. There is nothing left to cancel."
            ),
            _ => throw Problem.NotFound("upgrade request", upgradeId),
        };
    }

    private void Tell(string tenantId, string upgradeId, string by, Sentence says, Message message, Work work) =>
        logbook.Write([new LogLine(tenantId, "intake", by, "done", says) { Subject = upgradeId, Message = message }], work);
}
