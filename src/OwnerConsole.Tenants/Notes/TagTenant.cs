using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Adds a tag to a tenant. Tags filter the directory. Only the team sees them.</summary>
public sealed class TagTenant : Operation<TagFacts, TagTenant.Input>
{
    private const int MaxTags = 20;

    private static readonly StateRows Rows = new("notes.tags", "tenant_id") { HaveClosedAt = true };

    public sealed record Input([Description("1 to 30 letters, digits, spaces, dashes or underscores. Not case-sensitive.")] string Tag);

    public override Input Example => new("beta");

    public override OperationDefinition Definition =>
        new("tenant.tag", "Tag tenant", "tagged") { Synonyms = "tag, label", RestoredByUndo = "The tag is removed." };

    public override Task<IReadOnlyList<TagFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => TagFacts.Load(ids, input.Tag, work);

    public override Refusal? Refuse(TagFacts tenant, Input input) =>
        !TagFacts.IsValid(input.Tag) ? new("bad_tag", $"A tag must have 1 to 30 letters, digits, spaces, dashes or underscores.")
        : tenant.IsTagged ? new("already_tagged", $"{tenant} already has this tag.")
        : tenant.Tags >= MaxTags ? new("too_many", $"{tenant} has {MaxTags} tags, the maximum. Remove a tag first.")
        : null;

    public override Decision Decide(TagFacts tenant, Input input) => new($"{tenant} is tagged.");

    public override Task Execute(IReadOnlyList<TagFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            "insert into notes.tags (tenant_id, tag, opened_by, opened_at) select id, @tag, @run, clock_timestamp() from unnest(@ids) id",
            new
            {
                tag = TagFacts.Normalize(input.Tag),
                run = work.RunId,
                ids = accepted.Select(tenant => tenant.Id).ToArray(),
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TagFacts> subjects, string undoneRun, UnitOfWork work) =>
        Rows.CloseOpenedBy([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);
}
