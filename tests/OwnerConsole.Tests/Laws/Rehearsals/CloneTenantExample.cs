using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Laws.Rehearsals;

public sealed class CloneTenantExample : Example
{
    public override string OperationName => "tenant.clone";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await stage.Tenant());

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        var outside = stage.Console.Services.GetRequiredService<FakeProvider>();
        return await outside.Answer(run.RunId, run.Lines[0].SubjectId, Sentence.Say($"The copy is made."), created: await stage.Tenant());
    }
}
