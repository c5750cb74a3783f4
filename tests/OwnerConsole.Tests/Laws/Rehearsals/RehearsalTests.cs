using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

/// <summary>Special behaviour of the rehearsed operations. The laws cover the rest.</summary>
public sealed class RehearsalTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    [Fact]
    public async Task All_or_nothing_without_undo_is_limited_to_one_transaction()
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
