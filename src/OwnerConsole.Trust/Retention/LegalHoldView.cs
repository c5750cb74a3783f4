using OwnerConsole.Data;
using OwnerConsole.Kernel.Retention;

namespace OwnerConsole.Trust.Retention;

/// <summary>A legal hold in the API.</summary>
/// <param name="TenantId">Tenant on hold, or of the member on hold.</param>
/// <param name="MemberId">Member on hold; null for the whole tenant.</param>
/// <param name="Matter">Name of the case.</param>
/// <param name="Reason">Why the data must be kept.</param>
/// <param name="EndsAt">End of the last day; null until it is released.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="PlacedBy">ID of the team member or key that placed it.</param>
/// <param name="Run">Run that placed it.</param>
/// <param name="ReleasedAt">When it was released; null while it isn't released.</param>
/// <param name="ReleasedBy">ID of the team member or key that released it; null while it isn't released.</param>
/// <param name="ReleaseReason">Why it was released; null while it isn't released, and if placing it was undone.</param>
public sealed record LegalHoldView(
    string Id,
    string TenantId,
    string? MemberId,
    string Matter,
    string Reason,
    LegalHoldState State,
    DateTimeOffset PlacedAt,
    string? PlacedBy,
    string Run,
    DateTimeOffset? EndsAt,
    DateTimeOffset? ReleasedAt,
    string? ReleasedBy,
    string? ReleaseReason
)
{
    internal const string EntityKind = "legal_hold";

    private const string StateOf = $"case when h.closed_by is not null then 'released' when {LegalHolds.IsInForce} then 'in_force' else 'expired' end";

    private const string Columns = $"""
        select h.hold_id as id, h.tenant_id, h.member_id, h.matter, h.reason, {StateOf} as state,
               h.opened_at as placed_at, p.requested_by as placed_by, h.opened_by as run, h.ends_at, h.closed_at as released_at,
               c.requested_by as released_by, h.released_as as release_reason
          from core.legal_holds h
          left join core.runs p on p.run_id = h.opened_by
          left join core.runs c on c.run_id = h.closed_by
        """;

    /// <summary>Subject of the hold.</summary>
    internal string SubjectId => MemberId ?? TenantId;

    /// <param name="tenant">ID of a tenant; null for all.</param>
    /// <param name="state">Null for all states.</param>
    /// <param name="cursor">Cursor of the previous page.</param>
    /// <param name="work">Can read all tenants.</param>
    /// <returns>A page, newest first.</returns>
    internal static async Task<Page<LegalHoldView>> List(string? tenant, LegalHoldState? state, string? cursor, int limit, UnitOfWork work)
    {
        var (at, id) = cursor is null ? default : Cursor.ReadInstant(cursor);
        var conditions = Conditions.And(
            (tenant is not null, "h.tenant_id = @tenant"),
            (state is not null, $"{StateOf} = @state"),
            (cursor is not null, "(h.opened_at, h.hold_id) < (@at, @id)")
        );
        var rows = await work.List<LegalHoldView>(
            $"{Columns} where true {conditions} order by h.opened_at desc, h.hold_id desc limit @most",
            new
            {
                tenant,
                state,
                at,
                id,
                most = limit + 1,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.PlacedAt, last.Id));
    }

    /// <param name="records">IDs of a member's records; null for the holds on the tenant and all its members.</param>
    /// <param name="limit">Maximum number of holds.</param>
    /// <returns>Holds in force that cover the tenant or the member, newest first.</returns>
    internal static Task<IReadOnlyList<LegalHoldView>> ListCovering(string tenantId, IReadOnlyList<string>? records, int limit, UnitOfWork work) =>
        work.List<LegalHoldView>(
            $"""
            {Columns}
             where h.tenant_id = @tenantId and {LegalHolds.IsInForce} and (@records::text[] is null or h.member_id is null or h.member_id = any(@records))
             order by h.opened_at desc, h.hold_id desc
             limit @limit
            """,
            new
            {
                tenantId,
                records = records?.ToArray(),
                limit,
            }
        );
}

/// <summary>States of legal holds.</summary>
public enum LegalHoldState
{
    InForce,

    /// <summary>Its last day has passed.</summary>
    Expired,
    Released,
}
