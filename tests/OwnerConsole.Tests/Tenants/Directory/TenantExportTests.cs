using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Directory;

public sealed class TenantExportTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task The_export_has_all_filtered_rows_escapes_formulas_and_is_logged()
    {
        var app = await TestApplication.Connect(console);
        foreach (var some in Enumerable.Range(1, 503).Chunk(500))
            await app.Put(
                "/api/v1/tenants",
                new
                {
                    data = some.Select(number => new
                    {
                        id = $"ext:t{number}",
                        name = $"=1+{number:D3}",
                        country = "CH",
                    }),
                }
            );
        await app.Put("/api/v1/tenants/ext:other", new { name = "Other", country = "DE" });
        var owner = await TestBrowser.Owner(console);

        using var answer = await owner.Get("/tenants/export?attribute[country]=CH&sort=-name&columns=country&columns=plan");
        using var refused = await owner.Get("/tenants/export?sort=mood");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        answer.Content.Headers.ContentDisposition!.FileName!.ShouldMatch(@"tenants_\d{4}-\d\d-\d\d\.csv");
        bytes[..3].ShouldBe([0xEF, 0xBB, 0xBF]);
        var lines = System.Text.Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("name,plans,country,id,external_id");
        lines.Skip(1).Distinct().Count().ShouldBe(503);
        lines[1].ShouldMatch(@"^""'=1\+503"",,CH,tnt_\w+,t503$");
        lines[^1].ShouldMatch(@"^""'=1\+001"",,CH,tnt_\w+,t1$");
        ((int)refused.StatusCode).ShouldBe(400);
        await console.WaitForLogSubscribers();
        var told = (await app.Get("/api/v1/log?limit=20")).GetProperty("data").EnumerateArray();
        told.ShouldContain(line => line.GetProperty("text").GetString() == "Ann Owner exported the list of tenants.");
    }
}
