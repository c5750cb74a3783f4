using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Revenue.Stripe;

/// <summary>The PDF file of an invoice shows what Stripe or a person has invoiced, whatever its texts contain.</summary>
public sealed class InvoiceSummaryTests : IAsyncLifetime
{
    private StripeStage _stage = null!; // set before each test

    public async ValueTask InitializeAsync() => _stage = await StripeStage.OpenCopied(Mode.Live);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task An_invoice_is_summarized_with_lines_totals_and_payments_on_as_many_pages_as_it_needs()
    {
        var tenant = await _stage.App.Tenant("lumen", "Школа Света");
        await _stage.SubscribeTenant(tenant, await _stage.Price("Pro", 4_900));
        await _stage.Projected();
        var first = (await _stage.One("invoices")).GetProperty("id").GetString()!;
        var customer = (await _stage.One("customers")).GetProperty("id").GetString()!;

        var text = string.Concat(await Pages(first));
        foreach (var expected in (string[])["Invoice summary", "Школа Света", "Total", "49.00 EUR", "Payments", "succeeded", "not a tax invoice"])
            text.ShouldContain(expected);

        string[] hostile = [new string('W', 400), "\u0000\u202Egnp.exe", "🎻 <script>alert(1)</script>", "مدرسة النور", "a\nb"];
        for (var number = 0; number < 60; number++)
            await _stage.Stripe(
                HttpMethod.Post,
                "/v1/invoiceitems",
                ("customer", customer),
                ("amount", "100"),
                ("currency", "eur"),
                ("description", hostile[number % hostile.Length].Replace("\0", "", StringComparison.Ordinal) + number)
            );
        var long_ = await _stage.Create("/v1/invoices", ("customer", customer), ("pending_invoice_items_behavior", "include"));
        await _stage.Projected();
        var pages = await Pages(long_);
        pages.Count.ShouldBe(2);
        string.Concat(pages).ShouldContain("60.00 EUR");

        await _stage.App.Run(
            "manual_invoice.create",
            tenant,
            new
            {
                amount = new { amount = 12_000, currency = "EUR" },
                description = "Workshop",
                issued = "2026-03-01",
            }
        );
        var manual = (await _stage.App.Get("/api/v1/invoices")).GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()!);
        string.Concat(await Pages(manual.Single(id => id.StartsWith("man_", StringComparison.Ordinal)))).ShouldContain("Workshop");

        var other = await TestApplication.Connect(_stage.Console, Mode.Live, await _stage.App.Tenant("other", "Other"), "purchase.read");
        (await other.Http.GetAsync($"/api/v1/invoices/{first}/summary")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <returns>Text of each page.</returns>
    private Task<IReadOnlyList<string>> Pages(string invoice) => _stage.App.Pdf($"/api/v1/invoices/{invoice}/summary");
}
