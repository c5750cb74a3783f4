using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Dunning;

/// <summary>Tenants with overdue invoices, and what is shown of their dunning.</summary>
internal static class DunningSetup
{
    /// <param name="zone">Time zone of the tenant; null for one in which it is noon.</param>
    public static async Task<(TestApplication App, string Tenant, string Invoice)> Overdue(this TestConsole console, string name, string? zone = null)
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Put(
            $"/api/v1/tenants/ext:dunning-{name}",
            new
            {
                name = $"Dunning {name}",
                contact_email = $"{name}@dunning.example",
                time_zone = zone ?? DunningClock.Noon,
            }
        );
        var id = tenant.GetProperty("id").GetString()!;
        return (app, id, await app.OverdueInvoice(id));
    }

    public static async Task<string> OverdueInvoice(this TestApplication app, string tenant)
    {
        var created = await app.Run(
            "manual_invoice.create",
            tenant,
            new
            {
                amount = new { amount = 4_900, currency = "EUR" },
                issued = "2026-03-01",
                due = "2026-03-15",
            }
        );
        return created.Created();
    }

    /// <returns>open, recovered, lost, void, moved or off.</returns>
    public static async Task<string?> State(this TestApplication app, string invoice) =>
        (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("state").GetString();

    /// <returns>full, read_only or suspended.</returns>
    public static async Task<string?> Access(this TestApplication app, string invoice) =>
        (await app.Get($"/api/v1/dunning/{invoice}")).GetProperty("access").GetString();

    /// <returns>The page that the tenant's users see in the customer portal.</returns>
    public static async Task<string> Portal(this TestConsole console, TestApplication app, string tenant)
    {
        var visitor = await TestBrowser.EnterPortal(console, app, new { tenant });
        await visitor.Get("/account/plan");
        return visitor.Page;
    }

    /// <param name="sql">A change of rows of <c>@tenant</c>.</param>
    public static async Task Execute(this TestConsole console, string sql, string tenant)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(sql, new { tenant });
        await work.Commit();
    }

    /// <summary>Turns dunning on for a test, which other tests of the class may have done.</summary>
    public static async Task TurnOn(this TestConsole console, TestApplication app)
    {
        if (!await console.IsOn())
            await app.Run("dunning.turn_on", IdGenerator.Platform);
        await console.Advance();
    }

    /// <summary>Turns dunning off for a test.</summary>
    public static async Task TurnOff(this TestConsole console, TestApplication app)
    {
        if (await console.IsOn())
            await app.Run("dunning.turn_off", IdGenerator.Platform);
    }

    private static async Task<bool> IsOn(this TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.One<bool>("select exists (select from dunning.activations where closed_by is null)");
    }

    public static Task AddPaymentInProcess(this TestConsole console, string tenant) =>
        console.Execute(
            """
            insert into billing.payments
                   (tenant_id, account_id, id, mode, invoice_id, status, is_unpaid, currency, amount_minor, refunded_minor, is_disputed, created_at, synced_at)
            select i.tenant_id, i.account_id, 'ch_' || i.id, i.mode, i.id, 'pending', false, i.currency, i.total_minor, 0, false, now(), now()
              from billing.invoices i where i.tenant_id = @tenant
            """,
            tenant
        );

    /// <returns>ID of the campaign.</returns>
    public static async Task<string> CreateCampaign(this TestApplication app, string name, object input)
    {
        var given = JsonSerializer.SerializeToNode(input)!.AsObject();
        given["name"] = name;
        return (await app.Run("dunning.create", IdGenerator.Platform, given)).Created();
    }

    /// <returns>These campaigns in their order, with the number of invoices that each would match, such as "Mild 1, Strict 0".</returns>
    public static async Task<string> Matching(this TestApplication app, params string[] names) =>
        string.Join(
            ", ",
            (await app.Get("/api/v1/dunning/campaigns"))
                .GetProperty("data")
                .EnumerateArray()
                .Where(campaign => names.Contains(campaign.GetProperty("name").GetString()))
                .Select(campaign => $"{campaign.GetProperty("name").GetString()} {campaign.GetProperty("matching")}")
        );

    /// <returns>Days of the steps of an invoice.</returns>
    public static string Days(JsonElement timeline) => string.Join(' ', timeline.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("day")));
}
