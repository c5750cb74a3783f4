using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Plans.Grants;

/// <summary>Ends a tenant's grants and closes its access. The application is notified. Paid plans keep billing, because only the billing provider
/// can end them.</summary>
public sealed class RevokeAccess(IAccessRevocation access) : Operation<RevokeFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("tenant.revoke", "Revoke access", "revoked")
        {
            Group = ActionGroup.Access,
            IsHarmful = true,
            PeopleEffect = new("loses access", "lose access"),
            AffectsRevenue = true,
            Synonyms = "cancel access",
            Noun = "access",
            Reversal = Reversal.Compensates,
            OneClick = true,
            RestoredByUndo = "Grants are restored unless granted again since. Access is restored unless suspended since.",
            NotRestoredByUndo = "People are signed out of your application and must sign in again.",
        };

    public override Task<IReadOnlyList<RevokeFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => RevokeFacts.Load(ids, access, work);

    public override Refusal? Refuse(RevokeFacts tenant, NoInput input) =>
        tenant switch
        {
            { HasEnded: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so no one can sign in anyway."),
            { IsSuspended: true, OpenGrants: 0 } => new("already_closed", $"{tenant} has no grants and no one can sign in, so there is nothing to revoke."),
            _ => null,
        };

    public override Decision Decide(RevokeFacts tenant, NoInput input)
    {
        var says = tenant.IsSuspended
            ? Sentence.Say($"{tenant} stays suspended. Grants that end: {tenant.OpenGrants}.")
            : Sentence.Say($"{tenant} loses access. People who lose access: {tenant.Seats}. Grants that end: {tenant.OpenGrants}.");
        if (tenant.IsPaying)
            says.AppendLiteral(" The app still reports a paid plan, which this doesn't end.");
        return new(says, new Effect("open_grants", tenant.OpenGrants, 0))
        {
            Weight = new(People: tenant.IsSuspended ? 0 : tenant.Seats),
            Send = tenant.IsSuspended ? [] : [access.SuspendedMessage],
        };
    }

    public override async Task Execute(IReadOnlyList<RevokeFacts> accepted, NoInput input, UnitOfWork work)
    {
        await work.Execute(
            $"""
            update grants.grants g
               set closed_by = @run, closed_at = clock_timestamp()
             where g.tenant_id = any(@ids) and {GrantList.IsOpen}
            """,
            new { run = work.RunId, ids = accepted.Select(tenant => tenant.Id).ToArray() }
        );
        access.Close([.. accepted.Where(tenant => !tenant.IsSuspended).Select(tenant => tenant.Id)], work);
    }

    // The facts are from before the undo, so a revoked access has just been restored.
    public override Message[] GetUndoMessages(RevokeFacts tenant) => tenant.IsRevoked ? [access.ReactivatedMessage] : [];

    /// <summary>Grants and access are restored separately; neither is if the access was revoked again since.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RevokeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var opened = await access.Reopen([.. subjects.Where(tenant => !tenant.HasEnded).Select(tenant => tenant.Id)], undoneRun, work);
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
                ids = subjects.Where(tenant => !tenant.HasEnded && (opened.Contains(tenant.Id) || !tenant.IsRevoked)).Select(tenant => tenant.Id).ToArray(),
            }
        );
        return [.. opened.Union(granted)];
    }
}
