using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Access;

namespace OwnerConsole.Tenants.Access;

/// <summary>Writes suspensions of members. A record has at most one open suspension, opened by a run.</summary>
internal static class MemberSuspensionRows
{
    /// <summary>True for the last suspension of a member. An earlier one isn't reopened by an undo, because another run has decided since.</summary>
    private const string IsLast =
        "not exists (select from access.member_suspensions other where other.tenant_id = this.tenant_id and other.member_id = this.member_id and other.opened_at > this.opened_at)";

    private static readonly StateRows s_rows = new("access.member_suspensions", MemberRestrictions.Person)
    {
        HaveClosedAt = true,
        Conflict = "other.tenant_id = this.tenant_id and other.member_id = this.member_id",
    };

    public static Task Open(IReadOnlyList<MemberSuspensionFacts> members, MemberSuspensionCause cause, string? message, UnitOfWork work) =>
        work.Execute(
            """
            insert into access.member_suspensions (tenant_id, member_id, opened_by, cause, message, opened_at)
            select n.tenant_id, n.member_id, @run, @cause, @message, clock_timestamp() from unnest(@tenants, @members) n(tenant_id, member_id)
            """,
            new
            {
                tenants = members.Select(member => member.TenantId).ToArray(),
                members = members.Select(member => member.MemberId).ToArray(),
                run = work.RunId,
                cause,
                message,
            }
        );

    public static Task Close(IReadOnlyCollection<string> memberIds, UnitOfWork work) => s_rows.Close(memberIds, work);

    /// <returns>Members who can sign in again; those who were reactivated since are left out.</returns>
    public static Task<IReadOnlyList<string>> CloseOpenedBy(IReadOnlyCollection<string> memberIds, string undoneRun, UnitOfWork work) =>
        s_rows.CloseOpenedBy(memberIds, undoneRun, work);

    /// <returns>Members who are suspended again; those who were suspended since are left out.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyCollection<string> memberIds, string undoneRun, UnitOfWork work) =>
        s_rows.Reopen(memberIds, undoneRun, work, IsLast);
}
