using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Retention;

/// <summary>Legal holds as retention and erasure see them. Statements that delete check them in the same statement.</summary>
public static class LegalHolds
{
    /// <summary>SQL condition for a hold <c>h</c> that is in force.</summary>
    public const string IsInForce = "h.closed_by is null and (h.ends_at is null or h.ends_at > now())";

    /// <summary>SQL condition for a row that must be kept, because its tenant or member is on hold.</summary>
    /// <param name="row">Alias of a table with the column tenant_id.</param>
    /// <param name="member">SQL expression for the ID of its member; null if its rows don't belong to members.</param>
    public static string Covers(string row, string? member = null) =>
        $"""
            exists (select from core.legal_holds h
                     where h.tenant_id = {row}.tenant_id and {IsInForce} and (h.member_id is null{(member is null ? "" : $" or {IsAbout(member)}")}))
            """;

    /// <summary>SQL condition for a tenant that must be kept as a whole, because it or one of its members is on hold.</summary>
    /// <param name="row">Alias of a table with the column tenant_id.</param>
    public static string CoversAny(string row) => $"exists (select from core.legal_holds h where h.tenant_id = {row}.tenant_id and {IsInForce})";

    /// <summary>Rows of a record that was merged into the member on hold are about the same person.</summary>
    private static string IsAbout(string member) =>
        $"""
            h.member_id = {member} or exists (select from core.merges g
                     where g.tenant_id = h.tenant_id and g.member_id = {member} and g.into_id = h.member_id and g.to_at is null)
            """;

    /// <summary>
    /// Whether a hold of any tenant is in force. Call it in the transaction that deletes, after <see cref="Share"/>: a hold that was placed at the same time is then
    /// found, and later ones wait.
    /// </summary>
    public static Task<bool> AreInForce(UnitOfWork work) => work.One<bool>("select core.has_legal_hold()");

    /// <summary>
    /// Waits for holds that are being placed, and lets later ones wait until the transaction ends. Call it before the first statement that deletes: a statement
    /// sees only the holds that were committed before it started.
    /// </summary>
    public static Task Share(UnitOfWork work) => work.Execute("select pg_advisory_xact_lock_shared(hashtextextended('core.legal_holds', 0))");

    /// <summary>Waits for deletions in progress, and lets later ones wait until the transaction ends, so that nothing is deleted after a hold was placed.</summary>
    public static Task Lock(UnitOfWork work) => work.Execute("select pg_advisory_xact_lock(hashtextextended('core.legal_holds', 0))");

    /// <param name="tenants">IDs of tenants.</param>
    /// <param name="work">Can read the tenants.</param>
    /// <returns>Holds in force on the tenants and on their members, oldest first.</returns>
    public static Task<IReadOnlyList<OpenHold>> ListOpen(IReadOnlyCollection<string> tenants, UnitOfWork work) =>
        work.List<OpenHold>(
            $"""
            select h.hold_id, h.tenant_id, h.member_id from core.legal_holds h
             where h.tenant_id = any(@tenants) and {IsInForce}
             order by h.opened_at, h.hold_id
            """,
            new { tenants }
        );

    /// <summary>Refuses to erase a subject on hold. Holds that are placed at the same time wait for the transaction or are found.</summary>
    /// <param name="members">IDs of the members that are erased; empty for the whole tenant, which includes all its members.</param>
    /// <param name="work">Names the tenant.</param>
    /// <exception cref="Problem">409: a hold covers the tenant or a member.</exception>
    public static async Task ThrowIfHeld(string tenantId, IReadOnlyCollection<string> members, UnitOfWork work)
    {
        await Share(work);
        foreach (var hold in await ListOpen([tenantId], work))
            if (hold.Covers(members))
                throw new Problem(
                    409,
                    "legal_hold",
                    $"Legal hold {hold.HoldId} forbids erasing this data. Release the hold first, then report the task again."
                );
    }
}

/// <summary>A legal hold in force.</summary>
/// <param name="HoldId">ID of the hold.</param>
/// <param name="TenantId">Tenant on hold, or of the member on hold.</param>
/// <param name="MemberId">Member on hold; null for the whole tenant.</param>
public sealed record OpenHold(string HoldId, string TenantId, string? MemberId)
{
    /// <param name="members">IDs of the members that are erased; empty for the whole tenant.</param>
    /// <returns>Whether the hold forbids the erasure.</returns>
    public bool Covers(IReadOnlyCollection<string> members) => MemberId is null || members.Count == 0 || members.Contains(MemberId);
}
