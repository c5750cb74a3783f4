using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Kernel.Operations;
using OwnerConsole.Tests.Reliability.Applications;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>What is special about the hard ones; what they owe as operations the laws have proved.</summary>
public sealed class RehearsalTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task What_can_not_be_undone_is_all_or_nothing_only_for_as_many_as_fit_one_transaction()
    {
        await (await TestApplication.Connect(console)).DeclareAll();
        var crowd = await TenantCrowd.Gather(console, "forgotten", 501);
        var preview = await crowd.Preview("forgotten", "tenant.anonymise");

        var proof = new Proof(ProofKind.PasswordAndCode);
        var refused = await Should.ThrowAsync<Problem>(() => crowd.Start(preview, allOrNothing: true, proof));

        refused.Code.ShouldBe("too_many_for_all_or_nothing");
        (await crowd.Start(preview, proof: proof)).State.ShouldBe(RunState.WaitingApproval);
    }
}
