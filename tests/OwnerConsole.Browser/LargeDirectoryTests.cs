using Microsoft.Playwright;
using Npgsql;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>A person suspends one of ten thousand tenants; bin/bench page measures the duration.</summary>
public sealed class LargeDirectoryTests(SignedInConsole console) : IClassFixture<SignedInConsole>
{
    private const int Tenants = 10_000;

    [Fact]
    public async Task One_of_ten_thousand_tenants_is_suspended_with_four_clicks_and_a_search_text()
    {
        await Fill();
        await using var window = await console.Open();
        var page = window.Page;
        await page.GotoAsync("/tenants");
        await page.EvaluateAsync("window.clicks = 0; addEventListener('click', ({ isTrusted }) => isTrusted && window.clicks++, true)");

        await page.Locator("#q").ClickAsync();
        await page.Keyboard.TypeAsync("Studio 7777");
        // The console has one connection here, on which it first counts the ten thousand tenants.
        await Assertions.Expect(page.GetByTestId("tenant-checkbox-2")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
        await page.GetByTestId("tenant-checkbox-1").ClickAsync();
        await page.GetByTestId("bulk-operations-btn").ClickAsync();
        await page.Locator("#preview-confirm").ClickAsync();

        await Assertions.Expect(window.Toast).ToHaveTextAsync("1 tenant suspended");
        (await page.EvaluateAsync<int>("window.clicks")).ShouldBeLessThanOrEqualTo(4);
        await using var work = await console.Database.Read();
        (await work.List<string>("select name from core.tenants join core.tenant_status using (tenant_id) where status = 'suspended'")).ShouldBe([
            "Studio 7777",
        ]);
        window.ShouldHaveNoComplaints();
    }

    /// <summary>Fills the database by plain SQL, because only the number of tenants matters.</summary>
    private async Task Fill()
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var command = new NpgsqlCommand(
            $"""
            set app.intake = 'test';
            insert into core.tenants (tenant_id, mode, external_id, name, opened_at, reported_at)
            select 'tnt_' || lpad(n::text, 26, '0'), 'live', 'ext-' || n, 'Studio ' || n, now(), now() from generate_series(1, {Tenants}) n;
            insert into core.tenant_status (tenant_id, mode, lifecycle) select tenant_id, mode, 'active' from core.tenants on conflict do nothing;
            analyze core.tenants; analyze core.tenant_status
            """,
            super
        );
        await command.ExecuteNonQueryAsync();
    }
}
