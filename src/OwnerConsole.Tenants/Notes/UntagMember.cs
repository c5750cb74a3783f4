using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Removes a tag from a member.</summary>
public sealed class UntagMember : Operation<MemberTagFacts, UntagMember.Input>
{
    public sealed record Input([Description("Tag to remove. Not case-sensitive.")] string Tag);

    public override Input Example => new("beta");

    public override OperationDefinition Definition =>
        new("member.untag", "Remove member tag", "untagged") { RestoredByUndo = "The tag is restored, unless it was added again in the meantime." };

    public override Task<IReadOnlyList<MemberTagFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        MemberTagFacts.Load(ids, input.Tag, work);

    public override Refusal? Refuse(MemberTagFacts member, Input input) => member.IsTagged ? null : new("not_tagged", $"{member} doesn't have this tag.");

    public override Decision Decide(MemberTagFacts member, Input input) => new($"A tag is removed from {member}.");

    public override Task Execute(IReadOnlyList<MemberTagFacts> accepted, Input input, UnitOfWork work) =>
        work.Execute(
            "update notes.member_tags set closed_by = @run, closed_at = clock_timestamp() where member_id = any(@ids) and tag = @tag and closed_by is null",
            new
            {
                run = work.RunId,
                ids = accepted.Select(member => member.Id).ToArray(),
                tag = TagFacts.Normalize(input.Tag),
            }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<MemberTagFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            insert into notes.member_tags (tenant_id, member_id, tag, opened_by, opened_at)
            select g.tenant_id, g.member_id, g.tag, @run, clock_timestamp()
              from notes.member_tags g
             where g.closed_by = @undoneRun and g.member_id = any(@ids)
               and not exists (select from notes.member_tags later
                                where later.tenant_id = g.tenant_id and later.member_id = g.member_id and later.tag = g.tag and later.opened_at > g.closed_at)
            returning member_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Where(member => !member.IsAnonymised).Select(member => member.Id).ToArray(),
            }
        );
}
