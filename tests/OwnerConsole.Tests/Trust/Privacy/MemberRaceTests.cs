using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Trust.Privacy;

/// <summary>Two runs about the same member at the same time.</summary>
public sealed class MemberRaceTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    // Whether a transaction of this database waits for a lock.
    private const string IsWaiting =
        "select exists (select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database())";

    [Theory]
    [InlineData(
        "member.export",
        "insert into exports.member_archives (tenant_id, archive_id, member_id, opened_by, opened_at) values (@tenant, 'mar_' || @member, @member, 'run_law', now())",
        "select count(*) from exports.member_archives where member_id = @member"
    )]
    [InlineData(
        "member.restrict",
        "insert into core.member_restrictions (tenant_id, member_id, reason, opened_by, opened_at) values (@tenant, @member, 'Requested.', 'run_law', now())",
        "select count(*) from core.member_restrictions where member_id = @member"
    )]
    public async Task The_second_run_waits_for_the_first_one_and_finds_what_it_did(string operation, string written, string counted)
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        var member = members[0];
        var preview = await stage.Preview(operation, input: null, member);

        Task<Run> second;
        await using (var first = await console.Database.Write(WriteOrigin.Intake("law"), [tenant]))
        {
            await first.List<string>("select m.member_id from core.members m where m.member_id = @member for no key update", new { member });
            await first.Execute(written, new { tenant, member });
            second = stage.Start(preview);
            await console.Until(IsWaiting);
            await first.Commit();
        }
        await Should.ThrowAsync<Problem>(() => second);

        await using var work = await console.Database.Read();
        (await work.One<long>(counted, new { member })).ShouldBe(1);
    }
}
