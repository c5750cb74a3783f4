using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tests.Laws.Rehearsals;

public sealed class CreateRefundExample : Example
{
    public override string OperationName => "refund.create";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var tenant = await stage.Tenant();
        await stage.Write("insert into laws.invoices (tenant_id, invoice_id, amount) values (@tenant, 'in_0001', 4900)", tenant, new { tenant });
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        var outside = stage.Console.Services.GetRequiredService<FakeProvider>();
        return await outside.Answer(run.RunId, run.Lines[0].SubjectId, Sentence.Say($"Stripe has paid it back."));
    }
}
