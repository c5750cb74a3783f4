using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Opens a tenant for a customer who asked by phone. Undo removes it unless it has been used.</summary>
public sealed class OpenTenant : Operation<OpenTenant.Container, OpenTenant.Input>
{
    public sealed record Input(string ExternalId);

    /// <param name="NewId">The id of the new tenant.</param>
    public sealed record Container(string NewId, bool IsTaken) : ISubject
    {
        public string Id => IdGenerator.Platform;

        public string TenantId => IdGenerator.Platform;

        public long Revision => 1;
    }

    public override Input Example => new("acme-2");

    public override OperationDefinition Definition =>
        new("tenant.open", "Open tenant", "opened")
        {
            Subject = "platform",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The tenant is taken away.",
        };

    public override async Task<IReadOnlyList<Container>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        return [new(work.NewId("tnt", IdGenerator.Platform), input.ExternalId.Length == 0)];
    }

    public override Refusal? Refuse(Container platform, Input input) => platform.IsTaken ? new("bad_id", $"A tenant has an id of your own.") : null;

    public override Decision Decide(Container platform, Input input) =>
        new($"A new tenant is opened.", new Effect("lifecycle", null, "active")) { Created = platform.NewId, Send = [Message.Event("tenant.opened", new { })] };

    public override Task Execute(IReadOnlyList<Container> accepted, Input input, UnitOfWork work)
    {
        var id = accepted[0].NewId;
        work.Defer(
            "insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at) values (@id, 'live', @ExternalId, @ExternalId, now(), now())",
            new { id, input.ExternalId }
        );
        work.Defer("insert into core.tenant_status (tenant_id, mode, lifecycle) values (@id, 'live', 'active')", new { id });
        return work.Execute("insert into laws.openings (tenant_id, opened_by, opened_at) values (@id, @run, now())", new { id, run = work.RunId });
    }

    public override Message[] GetUndoMessages(Container platform) => [Message.Event("tenant.withdrawn", new { })];

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<Container> subjects, string undoneRun, UnitOfWork work)
    {
        var unused = await work.List<string>(
            """
            update laws.openings o set closed_by = @run
              from core.tenants t join core.tenant_status s using (tenant_id)
             where o.opened_by = @undoneRun and o.closed_by is null and t.tenant_id = o.tenant_id and s.revision = 1 and t.reported_at = t.opened_at
            returning o.tenant_id
            """,
            new { run = work.RunId, undoneRun }
        );
        await work.Execute("delete from core.tenant_status where tenant_id = any(@unused)", new { unused });
        await work.Execute("delete from core.tenants where tenant_id = any(@unused)", new { unused });
        return unused.Count > 0 ? [IdGenerator.Platform] : [];
    }
}
