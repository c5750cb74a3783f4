using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Two records of one person become one. The application carries it out with its own data and is told.</summary>
public sealed class MergeMember : Operation<MergeMember.Pair, MergeMember.Input>
{
    /// <param name="Into">the member that stays</param>
    public sealed record Input(string Into);

    /// <summary>Two rows decide, so both are in the subject's facts, its revision and its locks.</summary>
    /// <param name="Into">the member that stays; null when this tenant has none of that id</param>
    public sealed record Pair(string TenantId, string MemberId, string? Into, bool IsMerged, bool IsIntoMerged, long Merges) : ISubject
    {
        public string Id => MemberId;

        public long Revision => Merges;
    }

    public override Input Example => new("mbr_01hzy0000000000000000000000");

    public override Declaration Is => new("member.merge", "Merge member", "merged") { Reversal = Reversal.Compensates, ComesBack = "Both records." };

    public override async Task<IReadOnlyList<Pair>> Load(IReadOnlyList<string> ids, Input input, Work work)
    {
        // The rows of both sides in one order, or two merges that cross would wait for each other.
        await work.List<string>(
            $"select m.member_id from core.members m where m.member_id = any(@ids) or m.member_id = @Into order by m.member_id {work.ForUpdate("m")}",
            new { ids, input.Into }
        );
        return await work.List<Pair>(
            """
            select m.tenant_id, m.member_id, i.member_id as into,
                   exists (select 1 from laws.merges o where o.tenant_id = m.tenant_id and o.member_id = m.member_id and o.closed_by is null) as is_merged,
                   exists (select 1 from laws.merges o where o.tenant_id = m.tenant_id and o.member_id = i.member_id and o.closed_by is null) as is_into_merged,
                   (select count(*) + count(o.closed_by) from laws.merges o where o.tenant_id = m.tenant_id and (o.member_id in (m.member_id, i.member_id))) as merges
              from core.members m
              left join core.members i on i.tenant_id = m.tenant_id and i.member_id = @Into
             where m.member_id = any(@ids)
             order by m.member_id
            """,
            new { ids, input.Into }
        );
    }

    public override Refusal? Refuse(Pair member, Input input) =>
        member switch
        {
            { Into: null } => new("unknown_into", $"{member} can be merged with a member of its own tenant only."),
            _ when member.Into == member.MemberId => new("itself", $"{member} can't be merged with itself."),
            { IsMerged: true } => new("already_merged", $"{member} is merged already."),
            { IsIntoMerged: true } => new("into_merged", $"{new Reference(member.Into)} was merged itself and takes nobody in."),
            _ => null,
        };

    public override Decision Decide(Pair member, Input input) =>
        new($"{member} becomes one with {new Reference(input.Into)}.", new Effect("merged_into", null, input.Into))
        {
            Weight = new(People: 1),
            Send = [Message.Event("member.merged", new { member = member.MemberId, input.Into })],
        };

    public override Task Execute(IReadOnlyList<Pair> accepted, Input input, Work work) =>
        work.Do(
            """
            insert into laws.merges (tenant_id, member_id, into_id, opened_by, opened_at)
            select m.*, @Into, @run, clock_timestamp() from unnest(@tenants, @ids) m
            """,
            new
            {
                tenants = accepted.Select(member => member.TenantId).ToArray(),
                ids = accepted.Select(member => member.MemberId).ToArray(),
                input.Into,
                run = work.RunId,
            }
        );

    public override Message[] TellUndone(Pair member) => [Message.Event("member.separated", new { member = member.MemberId })];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<Pair> subjects, string undoneRun, Work work) =>
        work.List<string>(
            """
            update laws.merges m set closed_by = @run
             where m.opened_by = @undoneRun and m.member_id = any(@ids) and m.closed_by is null
               and not exists (select 1 from laws.merges further where further.tenant_id = m.tenant_id and further.member_id = m.into_id and further.closed_by is null)
            returning m.member_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(member => member.MemberId).ToArray(),
            }
        );
}
