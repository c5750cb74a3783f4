using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Reads and writes the rows of upgrade requests.</summary>
internal static class UpgradeRows
{
    internal const string Columns =
        "u.upgrade_id, u.tenant_id, u.plan, u.replaces, u.reason, u.requested_by, u.opened_at, u.state, u.approved_plan, u.answer, u.closed_by, u.closed_at";

    /// <returns>The request; null when there is none.</returns>
    public static Task<UpgradeRequest?> Find(string id, UnitOfWork work) =>
        work.One<UpgradeRequest>($"select {Columns} from upgrades.requests u where u.upgrade_id = @id", new { id });

    public static Task<IReadOnlyList<UpgradeRequest>> Of(string tenantId, int most, UnitOfWork work) =>
        work.List<UpgradeRequest>(
            $"""
            select {Columns}
              from upgrades.requests u
             where u.tenant_id = @tenantId
             order by u.opened_at desc, u.upgrade_id desc
             limit @most
            """,
            new { tenantId, most }
        );

    /// <returns>The tenant's open request for the plan; null when there is none.</returns>
    public static Task<UpgradeRequest?> Open(string tenantId, string plan, UnitOfWork work) =>
        work.One<UpgradeRequest>(
            $"select {Columns} from upgrades.requests u where u.tenant_id = @tenantId and u.plan = @plan and u.state = 'open'",
            new { tenantId, plan }
        );

    /// <returns>The request that was made with this idempotency key; null when there is none.</returns>
    /// <exception cref="Problem">422: the key was used with a different request.</exception>
    public static async Task<UpgradeRequest?> FindByKey(string tenantId, IdempotencyKey key, UnitOfWork work)
    {
        var row = await work.One<KeyRow>(
            "select u.upgrade_id, u.request_key_hash from upgrades.requests u where u.tenant_id = @tenantId and u.request_key = @Key",
            new { tenantId, key.Key }
        );
        if (row is null)
            return null;
        return row.RequestKeyHash.AsSpan().SequenceEqual(key.RequestHash) ? await Find(row.UpgradeId, work) : throw IdempotencyKey.Reused();
    }

    public static Task Add(
        string tenantId,
        string upgradeId,
        string plan,
        IReadOnlyList<string> replaces,
        string? reason,
        string requestedBy,
        IdempotencyKey? key,
        UnitOfWork work
    ) =>
        work.Execute(
            """
            insert into upgrades.requests (tenant_id, upgrade_id, plan, replaces, reason, requested_by, member_id, request_key, request_key_hash, opened_at)
            values (@tenantId, @upgradeId, @plan, @replaces, @reason, @requestedBy, @member, @key, @hash, now())
            """,
            new
            {
                tenantId,
                upgradeId,
                plan,
                replaces = replaces.ToArray(),
                reason,
                requestedBy,
                member = IdGenerator.IsMember(requestedBy) ? requestedBy : null,
                key = key?.Key,
                hash = key?.RequestHash,
            }
        );

    /// <returns>Whether the request was cancelled; false when it was already closed or doesn't exist.</returns>
    public static async Task<bool> Cancel(string tenantId, string upgradeId, string by, UnitOfWork work) =>
        await work.Execute(
            """
            update upgrades.requests set state = 'cancelled', closed_by = @by, closed_at = now()
             where tenant_id = @tenantId and upgrade_id = @upgradeId and state = 'open'
            """,
            new
            {
                tenantId,
                upgradeId,
                by,
            }
        ) == 1;

    private sealed record KeyRow(string UpgradeId, byte[] RequestKeyHash);
}
