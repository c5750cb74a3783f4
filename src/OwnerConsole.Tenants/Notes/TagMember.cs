using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Adds a tag to a member. Tags filter the list of members. Only the team sees them.</summary>
public sealed class TagMember : Operation<MemberTagFacts, TagMember.Input>
{
    private const int MaxTags = 20;

    private static readonly StateRows s_rows = new("notes.member_tags", "member_id") { HaveClosedAt = true };

    public sealed record Input([Description("1 to 30 letters, digits, spaces, dashes or underscores. Not case-sensitive.")] string Tag);

    public override Input Example => new("beta");

    public override OperationDefinition Definition => new("member.tag", "Add member tag", "tagged") { RestoredByUndo = "The tag is removed." };

    public override Task<IReadOnlyList<MemberTagFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        MemberTagFacts.Load(ids, input.Tag, work);

    public override Refusal? Refuse(MemberTagFacts member, Input input) =>
        member.IsAnonymised ? new("already_anonymised", $"{member} is anonymised.")
        : !TagFacts.IsValid(input.Tag) ? new("bad_tag", $"A tag must have 1 to 30 letters, digits, spaces, dashes or underscores.")
        : member.IsTagged ? new("already_tagged", $"{member} already has this tag.")
        : member.Tags >= MaxTags ? new("too_many", $"{member} has {MaxTags} tags, the maximum. Remove a tag first.")
        : null;

    public override Decision Decide(MemberTagFacts member, Input input) => new($"{member} is tagged.");

    public override Task Execute(IReadOnlyList<MemberTagFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            """
            insert into notes.member_tags (tenant_id, member_id, tag, opened_by, opened_at)
            select n.tenant_id, n.member_id, @tag, @run, clock_timestamp() from unnest(@tenants, @members) n(tenant_id, member_id)
            """,
            new
            {
                tag = TagFacts.Normalize(input.Tag),
                run = work.RunId,
                tenants = accepted.Select(member => member.TenantId).ToArray(),
                members = accepted.Select(member => member.MemberId).ToArray(),
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<MemberTagFacts> subjects, string undoneRun, UnitOfWork work) =>
        s_rows.CloseOpenedBy([.. subjects.Select(member => member.Id)], undoneRun, work);
}
