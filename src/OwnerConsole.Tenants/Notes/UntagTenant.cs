using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Removes a tag from a tenant.</summary>
public sealed class UntagTenant : Operation<TagFacts, UntagTenant.Input>
{
    public sealed record Input([Description("Tag to remove. Not case-sensitive.")] string Tag);

    public override Input Example => new("beta");

    public override OperationDefinition Definition =>
        new("tenant.untag", "Untag tenant", "untagged") { RestoredByUndo = "The tag is restored, unless it was added again in the meantime." };

    public override Task<IReadOnlyList<TagFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => TagFacts.Load(ids, input.Tag, work);

    public override Refusal? Refuse(TagFacts tenant, Input input) => tenant.IsTagged ? null : new("not_tagged", $"{tenant} doesn't have this tag.");

    public override Decision Decide(TagFacts tenant, Input input) => new($"A tag is removed from {tenant}.");

    public override Task Execute(IReadOnlyList<TagFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            "update notes.tags set closed_by = @run, closed_at = clock_timestamp() where tenant_id = any(@ids) and tag = @tag and closed_by is null",
            new
            {
                run = work.RunId,
                ids = accepted.Select(tenant => tenant.Id).ToArray(),
                tag = TagFacts.Normalize(input.Tag),
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TagFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            insert into notes.tags (tenant_id, tag, opened_by, opened_at)
            select g.tenant_id, g.tag, @run, clock_timestamp()
              from notes.tags g
             where g.closed_by = @undoneRun and g.tenant_id = any(@ids)
               and not exists (select 1 from notes.tags later where later.tenant_id = g.tenant_id and later.tag = g.tag and later.opened_at > g.closed_at)
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(tenant => tenant.Id).ToArray(),
            }
        );
}
