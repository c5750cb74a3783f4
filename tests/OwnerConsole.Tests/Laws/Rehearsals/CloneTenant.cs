using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>The application copies a tenant with its own data, reports the copy and answers with its id.</summary>
public sealed class CloneTenant : Operation<CloneTenant.Facts, CloneTenant.Input>
{
    /// <param name="Copy">The application's id for the copy.</param>
    public sealed record Input(string Copy);

    public sealed record Facts(string TenantId, bool IsTaken, bool IsCopied, long Revision) : ISubject
    {
        public string Id => TenantId;
    }

    public override Input Example => new("acme-copy");

    public override OperationDefinition Definition => new("tenant.clone", "Copy tenant", "copied") { Reversal = Reversal.UntilSent, IsExternal = true };

    public override Task<IReadOnlyList<Facts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        work.List<Facts>(
            $"""
            select s.tenant_id, exists (select 1 from core.tenants t where t.external_id = @Copy and t.tenant_id = any(@ids)) as is_taken,
                   exists (select 1 from laws.intents w where w.tenant_id = s.tenant_id and w.kind = 'clone' and w.settled_at is null and w.closed_by is null) as is_copied,
                   s.revision + (select count(*) from laws.intents w where w.tenant_id = s.tenant_id and w.kind = 'clone') as revision
              from core.tenant_status s
             where s.tenant_id = any(@ids)
             order by s.tenant_id
             {work.ForUpdate("s")}
            """,
            new { ids, input.Copy }
        );

    public override Refusal? Refuse(Facts tenant, Input input) =>
        tenant switch
        {
            { IsTaken: true } => new("taken", $"{tenant} can't be its own copy."),
            { IsCopied: true } => new("already_copied", $"{tenant} is being copied."),
            _ => null,
        };

    public override Decision Decide(Facts tenant, Input input) => new($"The application makes a copy of {tenant}.");

    public override Task Execute(IReadOnlyList<Facts> accepted, Input input, UnitOfWork work) =>
        FakeProvider.Request(work, [.. accepted.Select(tenant => tenant.Id)], "clone", input.Copy, 0);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<Facts> subjects, string undoneRun, UnitOfWork work) =>
        FakeProvider.Stop(work, [.. subjects.Select(tenant => tenant.Id)], undoneRun);
}
