using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores which members are restricted: their data is stored, but they receive no messages.</summary>
public static class MemberRestrictions
{
    /// <summary>Member that a restriction <c>this</c> applies to: the main record of a merged one.</summary>
    public const string Person =
        "coalesce((select g.into_id from core.merges g where g.member_id = this.member_id and g.tenant_id = this.tenant_id and g.to_at is null), this.member_id)";

    /// <summary>True for the last restriction of a member. An earlier one isn't reopened by an undo, because another run has decided since.</summary>
    private const string IsLast =
        "not exists (select from core.member_restrictions other where other.tenant_id = this.tenant_id and other.member_id = this.member_id and other.opened_at > this.opened_at)";

    private static readonly StateRows s_rows = new("core.member_restrictions", Person)
    {
        Conflict = "other.tenant_id = this.tenant_id and other.member_id = this.member_id",
    };

    /// <summary>Restricts members.</summary>
    /// <param name="tenantIds">Tenants of the members. The unit of work must name them.</param>
    /// <param name="memberIds">Members that are not restricted, in the same order.</param>
    /// <param name="reason">Why; removed when the member is anonymised.</param>
    /// <param name="work">The run.</param>
    public static Task Restrict(IReadOnlyList<string> tenantIds, IReadOnlyList<string> memberIds, string reason, UnitOfWork work) =>
        work.Execute(
            """
            insert into core.member_restrictions (tenant_id, member_id, reason, opened_by, opened_at)
            select n.tenant_id, n.member_id, @reason, @run, clock_timestamp() from unnest(@tenants, @members) n(tenant_id, member_id)
            """,
            new
            {
                tenants = tenantIds.ToArray(),
                members = memberIds.ToArray(),
                reason,
                run = work.RunId,
            }
        );

    /// <summary>Lifts the restrictions of members.</summary>
    public static Task Lift(IReadOnlyCollection<string> memberIds, UnitOfWork work) => s_rows.Close(memberIds, work);

    /// <returns>Members whose restriction by a run is undone; those whose restriction was lifted since are left out.</returns>
    public static Task<IReadOnlyList<string>> UndoRestrict(IReadOnlyCollection<string> memberIds, string undoneRun, UnitOfWork work) =>
        s_rows.CloseOpenedBy(memberIds, undoneRun, work);

    /// <returns>Members who are restricted again; those who were restricted since are left out.</returns>
    public static Task<IReadOnlyList<string>> UndoLift(IReadOnlyCollection<string> memberIds, string undoneRun, UnitOfWork work) =>
        s_rows.Reopen(memberIds, undoneRun, work, IsLast);
}
