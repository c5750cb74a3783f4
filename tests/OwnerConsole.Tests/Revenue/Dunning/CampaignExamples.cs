using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Revenue.Dunning;

public sealed class CreateCampaignExample : Example
{
    public override string OperationName => "dunning.create";

    public override JsonElement? RefusedInput => Json.Element(new { name = " " });

    public override Task<Arranged> Arrange(LawHarness stage) =>
        Task.FromResult(new Arranged(IdGenerator.Platform, Json.Element(new { name = stage.NewId("name"), countries = new[] { "DE" } })));

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("dunning.change", run.Lines[0].Created!, new { email_days = "0, 5" });
        return true;
    }
}

public sealed class DeleteCampaignExample : Example
{
    public override string OperationName => "dunning.delete";

    public override async Task<Arranged> Arrange(LawHarness stage) => new(await CampaignSetup.Create(stage));
}

public sealed class ReorderCampaignsExample : Example
{
    public override string OperationName => "dunning.reorder";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        await CampaignSetup.Create(stage);
        return new(IdGenerator.Platform, Json.Element(new { campaigns = new[] { await CampaignSetup.Create(stage) } }));
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Run("dunning.reorder", IdGenerator.Platform, new { campaigns = new[] { await CampaignSetup.Create(stage) } });
        return true;
    }
}

public sealed class RematchDunningExample : Example
{
    public override string OperationName => "dunning.rematch";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var (tenant, previous) = (await stage.Tenant(), await CampaignSetup.Create(stage));
        await stage.Run(
            "manual_invoice.create",
            tenant,
            new
            {
                amount = new { amount = 4_900, currency = "EUR" },
                issued = "2026-03-01",
                due = "2026-03-15",
            }
        );
        await stage.Write(
            """
            insert into dunning.cases as c (tenant_id, account_id, invoice_id, mode, campaign_id, version, steps, started_at, opened_at)
            select i.tenant_id, i.account_id, i.id, i.mode, @previous, 1, '[]', now(), now() from billing.invoices i where i.tenant_id = @tenant
            on conflict (tenant_id, account_id, invoice_id) do update set campaign_id = @previous
            """,
            tenant,
            new { tenant, previous }
        );
        return new(tenant);
    }

    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        var tenant = run.Lines[0].SubjectId;
        await stage.Write("update dunning.cases set campaign_id = 'dcp_other' where tenant_id = @tenant", tenant, new { tenant });
        return true;
    }
}

internal static class CampaignSetup
{
    public static async Task<string> Create(LawHarness stage) =>
        (await stage.Run("dunning.create", IdGenerator.Platform, new { name = stage.NewId("name"), countries = new[] { "AQ" } })).Lines[0].Created!;
}
