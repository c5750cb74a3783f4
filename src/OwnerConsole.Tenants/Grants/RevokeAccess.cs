using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Tenants.Access.Public;

namespace OwnerConsole.Tenants.Grants;

/// <summary>Ends a tenant's grants and closes its access; the application is told. What it pays for goes on billing: only whoever bills can end that.</summary>
public sealed class RevokeAccess : Operation<RevokeFacts, RevokeAccess.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("tenant.revoke", "Revoke access", "revoked")
        {
            Noun = "access",
            Reversal = Reversal.Compensates,
            OneClick = true,
            ComesBack = "The grants, where nobody granted anew, and access, where nobody suspended since.",
            StaysGone = "People are signed out of your application and must sign in again.",
        };

    public override Task<IReadOnlyList<RevokeFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => RevokeFacts.Load(ids, work);

    public override Refusal? Refuse(RevokeFacts tenant, Nothing input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}; nobody can sign in."),
            { IsSuspended: true, OpenGrants: 0 } => new("already_closed", $"{tenant} has no grant, and nobody can sign in: there is nothing to revoke."),
            _ => null,
        };

    public override Decision Decide(RevokeFacts tenant, Nothing input)
    {
        var says = tenant.IsSuspended
            ? Sentence.Say($"{tenant} stays suspended, and its grants end: {tenant.OpenGrants}.")
            : Sentence.Say($"{tenant} is closed. People who lose access: {tenant.Seats}; grants that end: {tenant.OpenGrants}.");
        if (tenant.IsPaying)
            says.AppendLiteral(" The application still reports a paid plan; revoking doesn't end it.");
        return new(says, new Effect("open_grants", tenant.OpenGrants, 0))
        {
            Weight = new(People: tenant.IsSuspended ? 0 : tenant.Seats),
            Send = tenant.IsSuspended ? [] : [Closing.Told],
        };
    }

    public override async Task Execute(IReadOnlyList<RevokeFacts> accepted, Nothing input, Work work)
    {
        await work.Do(
            $"""
            update grants.grants g
               set closed_by = @run, closed_at = clock_timestamp()
             where g.tenant_id = any(@ids) and {GrantList.IsOpen}
            """,
            new { run = work.RunId, ids = accepted.Select(tenant => tenant.Id).ToArray() }
        );
        Closing.Close([.. accepted.Where(tenant => !tenant.IsSuspended).Select(tenant => tenant.Id)], work);
    }

    // What is restored while the access stands revoked is what the undo has just opened.
    public override Message[] TellUndone(RevokeFacts tenant) => tenant.IsRevoked ? [Closing.ToldBack] : [];

    /// <summary>Each half comes back for itself; where somebody revoked anew since, nothing does.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RevokeFacts> subjects, string undoneRun, Work work)
    {
        var opened = await Closing.Reopen([.. subjects.Where(tenant => !tenant.IsOver).Select(tenant => tenant.Id)], undoneRun, work);
        var granted = await work.List<string>(
            $"""
            insert into grants.grants (tenant_id, opened_by, plan, until_at, reason, opened_at)
            select g.tenant_id, @run, g.plan, g.until_at, g.reason, clock_timestamp()
              from grants.grants g
             where g.closed_by = @undoneRun and g.tenant_id = any(@ids) and (g.until_at is null or g.until_at > now())
               and not exists (select 1 from grants.grants later where later.tenant_id = g.tenant_id and later.plan = g.plan and later.opened_at > g.closed_at)
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Where(tenant => !tenant.IsOver && (opened.Contains(tenant.Id) || !tenant.IsRevoked)).Select(tenant => tenant.Id).ToArray(),
            }
        );
        return [.. opened.Union(granted)];
    }
}
