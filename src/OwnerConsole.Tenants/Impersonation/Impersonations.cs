using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Impersonation;

/// <summary>Reads and ends impersonation sessions.</summary>
public sealed class Impersonations(Database database, Segments segments, LogWriter logbook)
{
    private const string Columns = """
        i.impersonation_id, i.tenant_id, i.member_id, m.external_id as member_external_id, n.external_id as tenant_external_id, n.mode, i.requested_by, i.access,
        i.reason, i.opened_by, i.opened_at, i.ends_at, i.closed_by, i.closed_at, i.closed_at is null and i.ends_at > now() as is_open
        """;

    private const string Rows = """
        impersonation.sessions i
        join core.tenants n on n.tenant_id = i.tenant_id
        join core.members m on m.tenant_id = i.tenant_id and m.member_id = i.member_id
        """;

    /// <returns>null if there is no such session.</returns>
    public Task<ImpersonationRow?> Find(string id, UnitOfWork work) =>
        work.One<ImpersonationRow>($"select {Columns} from {Rows} where i.impersonation_id = @id", new { id });

    /// <summary>Sessions of one member, newest first.</summary>
    public async Task<IReadOnlyList<ImpersonationRow>> OfMember(string tenantId, string memberId, int most, UnitOfWork work) =>
        await work.List<ImpersonationRow>(
            $"select {Columns} from {Rows} where i.member_id = any(@records) order by i.opened_at desc, i.impersonation_id desc limit @most",
            new { records = await MemberRecords.Of(tenantId, memberId, work), most }
        );

    /// <summary>All sessions, newest first.</summary>
    public async Task<Page<ImpersonationRow>> List(ImpersonationFilter filter, UnitOfWork work)
    {
        var (lastAt, lastId) = filter.Cursor is null ? default : Cursor.ReadInstant(filter.Cursor);
        var rows = await work.List<ImpersonationRow>(
            $"""
            select {Columns}
              from {Rows}
             where n.mode = @Mode and (@OnlyTenant::text is null or i.tenant_id = @OnlyTenant)
               and (@isOpen::boolean is null or (i.closed_at is null and i.ends_at > now()) = @isOpen)
               and (@lastId::text is null or (i.opened_at, i.impersonation_id) < (@lastAt, @lastId))
             order by i.opened_at desc, i.impersonation_id desc
             limit @limit + 1
            """,
            new
            {
                filter.Mode,
                filter.Caller.OnlyTenant,
                isOpen = filter.State is null ? (bool?)null : filter.State is ImpersonationState.Open,
                lastAt,
                lastId,
                limit = filter.Limit,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.OpenedAt, last.ImpersonationId));
    }

    /// <returns>The active sessions whose team member may no longer impersonate.</returns>
    public async Task<IReadOnlyList<ImpersonationRow>> FindUnauthorized(CancellationToken stop)
    {
        IReadOnlyList<ImpersonationRow> open;
        await using (var work = await database.Read(stop))
            open = await work.List<ImpersonationRow>($"select {Columns} from {Rows} where i.closed_at is null and i.ends_at > now() limit 500");
        var ended = new List<ImpersonationRow>();
        foreach (var own in open.GroupBy(row => row.RequestedBy, StringComparer.Ordinal))
        {
            var impersonator = await FindImpersonator(own.Key, stop);
            ended.AddRange(own.Where(row => impersonator?.CanSee(row.TenantId) != true));
        }
        return ended;
    }

    /// <returns>False when the team member was removed, is no longer signed in, or may no longer impersonate members of this tenant.</returns>
    public async Task<bool> IsAuthorized(ImpersonationRow row, CancellationToken stop) =>
        (await FindImpersonator(row.RequestedBy, stop))?.CanSee(row.TenantId) == true;

    /// <returns>Null for a team member who may not impersonate now.</returns>
    private async Task<Caller?> FindImpersonator(string id, CancellationToken stop)
    {
        Caller? found;
        await using (var work = await database.ReadIdentities(stop))
        {
            found = await CallerLookup.Find(id, work);
            var isSignedIn = found?.Kind is not CallerKind.Person || await Sessions.IsSignedIn(id, work); // the console itself doesn't sign in
            if (found?.Can(ImpersonateMember.Name) != true || !isSignedIn)
                return null;
        }
        try
        {
            return found.Segment is { } segment ? found with { Segment = await segments.Find(segment.Words, stop) } : found;
        }
        catch (Problem unreadable) when (unreadable.Code == TenantScope.RefusalCode)
        {
            return null; // the team member can't open the console either
        }
    }

    /// <summary>Ends a session because the application reported a sign-out, its time is up, or the team member may no longer impersonate.</summary>
    /// <param name="by">ID of an API key, or <c>system</c>.</param>
    /// <returns>false if the session had already ended.</returns>
    public async Task<bool> End(ImpersonationRow row, string by, UnitOfWork work)
    {
        var isEnded = await work.Execute(
            """
            update impersonation.sessions set closed_by = @by, closed_at = now()
             where tenant_id = @TenantId and impersonation_id = @ImpersonationId and closed_at is null
            """,
            new
            {
                by,
                row.TenantId,
                row.ImpersonationId,
            }
        );
        if (isEnded == 0)
            return false;
        logbook.Write(
            [
                new LogLine(
                    row.TenantId,
                    by == "system" ? "system" : "intake",
                    by,
                    "done",
                    Sentence.Say($"{new EntityReference(row.RequestedBy)} stopped impersonating {new EntityReference(row.MemberId)}.")
                )
                {
                    Subject = row.MemberId,
                    Message = Message.Event(ImpersonateMember.EndedEvent, new { impersonation = row.ImpersonationId }),
                },
            ],
            work
        );
        return true;
    }
}

/// <summary>An impersonation session.</summary>
/// <param name="RequestedBy">ID of the impersonating team member.</param>
/// <param name="OpenedBy">ID of the run. Undoing it ends the session.</param>
/// <param name="EndsAt">Time at which the session ends at the latest.</param>
/// <param name="ClosedBy">ID of the run or API key that ended it, or <c>system</c>; null while it is active.</param>
public sealed record ImpersonationRow(
    string ImpersonationId,
    string TenantId,
    string MemberId,
    string MemberExternalId,
    string TenantExternalId,
    Mode Mode,
    string RequestedBy,
    ImpersonationAccess Access,
    string Reason,
    string OpenedBy,
    DateTimeOffset OpenedAt,
    DateTimeOffset EndsAt,
    string? ClosedBy,
    DateTimeOffset? ClosedAt,
    bool IsOpen
)
{
    /// <summary>Time at which the session ended or will end.</summary>
    public DateTimeOffset Until => ClosedAt ?? EndsAt;
}

/// <summary>Selects impersonation sessions.</summary>
/// <param name="Cursor">Cursor returned with the previous page.</param>
public sealed record ImpersonationFilter(Caller Caller, Mode Mode, ImpersonationState? State = null, string? Cursor = null, int Limit = 50);

public enum ImpersonationState
{
    Open,
    Ended,
}
